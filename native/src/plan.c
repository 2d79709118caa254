/* Plans of values: what a package says of how they are read and checked. */
#include "core.h"

int
visit_parts(PyObject **parts, size_t count, visitproc visit, void *arg)
{
    for (size_t i = 0; i < count; i++) {
        Py_VISIT(parts[i]);
    }
    return 0;
}

void
clear_parts(PyObject **parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Py_CLEAR(parts[i]);
    }
}

PyObject *
given(PyObject *object)
{
    return object == Py_None ? NULL : Py_NewRef(object);
}

int
is_none_or(PyObject *object, int fits, const char *wanted)
{
    if (object == Py_None || fits) {
        return 1;
    }
    PyErr_Format(PyExc_TypeError, "expected %s, not %s", wanted, Py_TYPE(object)->tp_name);
    return 0;
}

/* ------------------------------------------------------------------ values */

int
is_object_plan(PyObject *plan)
{
    return Py_IS_TYPE(plan, &RecordType) || Py_IS_TYPE(plan, &TaggedType)
           || Py_IS_TYPE(plan, &MappingType) || Py_IS_TYPE(plan, &ChoiceType)
           || PyCallable_Check(plan);
}

/* Whether something tells of arrays by an item of some type for all elements, or by places. */
static int
tells_elements(PyObject *plan, PyTypeObject *type)
{
    return Py_IS_TYPE(plan, type)
           || (Py_IS_TYPE(plan, &PlacesType) && ((Places *)plan)->type == type);
}

COLLECTED(Value, value)

static PyObject *
value_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *texts, *object, *array;
    if (!PyArg_ParseTuple(args, "OOO:Value", &texts, &object, &array)
        || !is_none_or(texts, PyDict_CheckExact(texts), "a dict")
        || !is_none_or(object, is_object_plan(object), "a plan of objects")
        || !is_none_or(array, tells_elements(array, &ValueType) || PyCallable_Check(array),
                       "a plan of arrays")) {
        return NULL;
    }
    Value *self = (Value *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->texts = given(texts);
        self->object = given(object);
        self->array = given(array);
    }
    return (PyObject *)self;
}

PyTypeObject ValueType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Value",
    .tp_doc = "Value(texts, object, array): how a value is read.",
    .tp_basicsize = sizeof(Value),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = value_new,
    .tp_traverse = value_traverse,
    .tp_clear = value_clear,
    .tp_dealloc = value_dealloc,
};

enum { MOST_BRANCHES = 1024 };

COLLECTED(Tagged, tagged)

static PyObject *
tagged_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *tag, *find, *absent, *other, *named;
    if (!PyArg_ParseTuple(args, "UOOOU:Tagged", &tag, &find, &absent, &other, &named)
        || !is_none_or(absent, is_object_plan(absent), "a plan of objects")
        || !is_none_or(other, is_object_plan(other), "a plan of objects")) {
        return NULL;
    }
    Tagged *self = (Tagged *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->tag = Py_NewRef(tag);
        self->find = Py_NewRef(find);
        self->absent = given(absent);
        self->other = given(other);
        self->named = Py_NewRef(named);
        self->branches = PyDict_New();
        if (self->branches == NULL) {
            Py_CLEAR(self);
        }
    }
    return (PyObject *)self;
}

/* Keep what a tag stands for. Tags that nobody declared are kept if they are short and few. */
static int
keep_branch(Tagged *tagged, PyObject *tag, PyObject *found)
{
    if (found == Py_None
        && (PyDict_GET_SIZE(tagged->branches) >= MOST_BRANCHES
            || PyUnicode_GET_LENGTH(tag) > LONGEST_RECENT)) {
        return 0;
    }
    return PyDict_SetItem(tagged->branches, tag, found);
}

PyObject *
tagged_branch(Tagged *tagged, PyObject *tag)
{
    PyObject *branch = PyDict_GetItemWithError(tagged->branches, tag);
    if (branch == NULL && !PyErr_Occurred()) {
        PyObject *found = PyObject_CallOneArg(tagged->find, tag);
        if (found != NULL && (found == Py_None || is_object_plan(found))
            && keep_branch(tagged, tag, found) == 0) {
            branch = PyDict_GetItemWithError(tagged->branches, tag);
        }
        Py_XDECREF(found);
    }
    return branch == Py_None ? NULL : branch;
}

PyTypeObject TaggedType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Tagged",
    .tp_doc = "Tagged(tag, find, absent, other, named): objects that a tag tells apart.",
    .tp_basicsize = sizeof(Tagged),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = tagged_new,
    .tp_traverse = tagged_traverse,
    .tp_clear = tagged_clear,
    .tp_dealloc = tagged_dealloc,
};

COLLECTED(Mapping, mapping)

static PyObject *
mapping_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *value;
    if (!PyArg_ParseTuple(args, "O!:Mapping", &ValueType, &value)) {
        return NULL;
    }
    Mapping *self = (Mapping *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->value = Py_NewRef(value);
    }
    return (PyObject *)self;
}

PyTypeObject MappingType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Mapping",
    .tp_doc = "Mapping(value): objects with any keys.",
    .tp_basicsize = sizeof(Mapping),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = mapping_new,
    .tp_traverse = mapping_traverse,
    .tp_clear = mapping_clear,
    .tp_dealloc = mapping_dealloc,
};

COLLECTED(Places, places)

/* Whether some places have Values alone, or Checks alone: what tells an array of either. */
static int
are_alike(PyTypeObject *type, PyObject *items, PyObject *rest, PyObject *after)
{
    int are = rest == Py_None || Py_IS_TYPE(rest, type);
    for (Py_ssize_t i = 0; are && i < PyTuple_GET_SIZE(items); i++) {
        are = Py_IS_TYPE(PyTuple_GET_ITEM(items, i), type);
    }
    for (Py_ssize_t i = 0; are && i < PyTuple_GET_SIZE(after); i++) {
        are = Py_IS_TYPE(PyTuple_GET_ITEM(after, i), type);
    }
    return are;
}

static PyObject *
places_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *items, *rest, *after;
    Py_ssize_t required;
    if (!PyArg_ParseTuple(args, "O!OO!n:Places", &PyTuple_Type, &items, &rest, &PyTuple_Type,
                          &after, &required)) {
        return NULL;
    }
    PyTypeObject *of = are_alike(&ValueType, items, rest, after)   ? &ValueType
                       : are_alike(&CheckType, items, rest, after) ? &CheckType
                                                                   : NULL;
    if (of == NULL) {
        PyErr_SetString(PyExc_TypeError, "expected Values alone, or Checks alone");
        return NULL;
    }
    Places *self = (Places *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->items = Py_NewRef(items);
        self->rest = given(rest);
        self->after = Py_NewRef(after);
        self->required = required;
        self->type = of;
    }
    return (PyObject *)self;
}

Value *
place_at(const Places *places, Py_ssize_t index, Py_ssize_t length)
{
    Py_ssize_t first = PyTuple_GET_SIZE(places->items), last = PyTuple_GET_SIZE(places->after);
    if (index < first) {
        return (Value *)PyTuple_GET_ITEM(places->items, index);
    }
    Py_ssize_t behind = length - last < first ? first : length - last;
    return (Value *)(last > 0 && index >= behind ? PyTuple_GET_ITEM(places->after, index - behind)
                                                 : places->rest);
}

PyTypeObject PlacesType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Places",
    .tp_doc = "Places(items, rest, after, required): arrays whose elements are told by places.",
    .tp_basicsize = sizeof(Places),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = places_new,
    .tp_traverse = places_traverse,
    .tp_clear = places_clear,
    .tp_dealloc = places_dealloc,
};

COLLECTED(Check, check)

static PyObject *
check_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    int kinds;
    PyObject *literals, *classes, *element, *item, *function;
    if (!PyArg_ParseTuple(args, "iOOOOO:Check", &kinds, &literals, &classes, &element, &item,
                          &function)
        || !is_none_or(literals, PyFrozenSet_CheckExact(literals), "a frozenset")
        || !is_none_or(classes, PyDict_CheckExact(classes), "a dict")
        || !is_none_or(element, tells_elements(element, &CheckType), "a Check, or Places of such")
        || !is_none_or(item, Py_IS_TYPE(item, &CheckType), "a Check")
        || !is_none_or(function, PyCallable_Check(function), "a function")) {
        return NULL;
    }
    Check *self = (Check *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->kinds = kinds;
        self->literals = given(literals);
        self->classes = given(classes);
        self->element = given(element);
        self->item = given(item);
        self->function = given(function);
    }
    return (PyObject *)self;
}

PyTypeObject CheckType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Check",
    .tp_doc = "Check(kinds, literals, classes, element, item, function): whether a value fits.",
    .tp_basicsize = sizeof(Check),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = check_new,
    .tp_traverse = check_traverse,
    .tp_clear = check_clear,
    .tp_dealloc = check_dealloc,
};
