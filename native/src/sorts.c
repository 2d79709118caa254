/* Sorts of values, places of objects and ways to these: what `tally.c` goes by, and what it counts. */
#include "tally.h"

/* ------------------------------------------------------------------ Sort */

COLLECTED(Sort, sort)

static int
is_tuple_of_bytes(PyObject *given)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(given); i++) {
        if (!PyBytes_CheckExact(PyTuple_GET_ITEM(given, i))) {
            return 0;
        }
    }
    return 1;
}

static PyObject *
optional(PyObject *given)
{
    return given == Py_None ? NULL : Py_NewRef(given);
}

static int
is_way(PyObject *given)
{
    return Py_IS_TYPE(given, &PlaceType) || Py_IS_TYPE(given, &WaysType);
}

static PyObject *
sort_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    int kinds;
    PyObject *literals, *element, *object;
    if (!PyArg_ParseTuple(args, "iO!OO:Sort", &kinds, &PyTuple_Type, &literals, &element,
                          &object)) {
        return NULL;
    }
    if (!is_tuple_of_bytes(literals) || (element != Py_None && !Py_IS_TYPE(element, &SortType))
        || (object != Py_None && !is_way(object))) {
        PyErr_SetString(PyExc_TypeError, "Sort(kinds, literals, element, object)");
        return NULL;
    }
    Sort *self = (Sort *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->kinds = kinds;
        self->literals = Py_NewRef(literals);
        self->element = optional(element);
        self->object = optional(object);
    }
    return (PyObject *)self;
}

static PyMemberDef sort_members[] = {
    {"element", T_OBJECT, offsetof(Sort, element), READONLY, NULL},
    {"object", T_OBJECT, offsetof(Sort, object), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

PyTypeObject SortType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Sort",
    .tp_doc = "Sort(kinds, literals, element, object): what a value that is counted may be.",
    .tp_basicsize = sizeof(Sort),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = sort_new,
    .tp_members = sort_members,
    .tp_traverse = sort_traverse,
    .tp_clear = sort_clear,
    .tp_dealloc = sort_dealloc,
};

/* ------------------------------------------------------------------ Place */

static int
define_entry(Entry *entry, PyObject *given)
{
    PyObject *name, *sort;
    if (!PyArg_ParseTuple(given, "UO!p", &name, &SortType, &sort, &entry->required)
        || !PyUnicode_IS_COMPACT_ASCII(name)) {
        return -1;
    }
    entry->name = Py_NewRef(name);
    entry->sort = Py_NewRef(sort);
    entry->key = (const char *)PyUnicode_1BYTE_DATA(name);
    entry->length = PyUnicode_GET_LENGTH(name);
    return plain_end(entry->key, entry->key + entry->length) == entry->key + entry->length ? 0 : -1;
}

static void
forget_entries(Entry *entries, int count)
{
    for (int i = 0; entries != NULL && i < count; i++) {
        clear_parts(PARTS_OF(&entries[i]));
    }
    PyMem_Free(entries);
}

static int
define_entries(Place *place, PyObject *given)
{
    int count = (int)PyList_GET_SIZE(given), required = 0;
    Entry *entries = PyMem_Calloc((size_t)count + 1, sizeof(Entry));
    if (entries == NULL) {
        return -1;
    }
    for (int i = 0; i < count; i++) {
        if (define_entry(&entries[i], PyList_GET_ITEM(given, i)) < 0) {
            forget_entries(entries, count);
            return -1;
        }
        entries[i].next = i + 1 < count ? i + 1 : 0;
        required += entries[i].required;
    }
    place->entries = entries;
    place->count = count;
    place->required = required;
    return 0;
}

int
place_is_ready(Place *place)
{
    if (place->entries != NULL) {
        return 1;
    }
    PyObject *made = PyObject_CallNoArgs(place->make);
    int is_ready = place->entries != NULL /* Another thread was quicker. */
                   || (made != NULL && PyList_CheckExact(made) && PyList_GET_SIZE(made) < 10000
                       && define_entries(place, made) == 0);
    Py_XDECREF(made);
    return is_ready;
}

static int
place_traverse(PyObject *self, visitproc visit, void *arg)
{
    Place *place = (Place *)self;
    for (int i = 0; i < place->count; i++) {
        int result = visit_parts(PARTS_OF(&place->entries[i]), visit, arg);
        if (result != 0) {
            return result;
        }
    }
    return visit_parts(PARTS_OF(place), visit, arg);
}

static int
place_clear(PyObject *self)
{
    Place *place = (Place *)self;
    Entry *entries = place->entries;
    int count = place->count;
    place->entries = NULL;
    place->count = 0;
    forget_entries(entries, count);
    clear_parts(PARTS_OF(place));
    return 0;
}

static void
place_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    place_clear(self);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *
place_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *make;
    if (!PyArg_ParseTuple(args, "O:Place", &make)) {
        return NULL;
    }
    Place *self = (Place *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->make = Py_NewRef(make);
    }
    return (PyObject *)self;
}

/* What was counted, which is forgotten: the objects, and of each field its name, its count and
 * its Sort. */
static PyObject *
place_taken(PyObject *self, PyObject *Py_UNUSED(none))
{
    Place *place = (Place *)self;
    PyObject *fields = PyList_New(0);
    for (int i = 0; fields != NULL && i < place->count; i++) {
        Entry *entry = &place->entries[i];
        PyObject *field = Py_BuildValue("OLO", entry->name, entry->count, entry->sort);
        if (field == NULL || PyList_Append(fields, field) < 0) {
            Py_CLEAR(fields);
        }
        Py_XDECREF(field);
    }
    PyObject *taken = fields == NULL ? NULL : Py_BuildValue("LN", place->objects, fields);
    for (int i = 0; taken != NULL && i < place->count; i++) {
        place->entries[i].count = 0;
    }
    place->objects = taken == NULL ? place->objects : 0;
    return taken;
}

static PyMethodDef place_methods[] = {
    {"taken", place_taken, METH_NOARGS, "taken(): what was counted since it was taken last."},
    {NULL, NULL, 0, NULL},
};

PyTypeObject PlaceType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Place",
    .tp_doc = "Place(make): objects of one class at one place in messages.",
    .tp_basicsize = sizeof(Place),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = place_new,
    .tp_methods = place_methods,
    .tp_traverse = place_traverse,
    .tp_clear = place_clear,
    .tp_dealloc = place_dealloc,
};

/* ------------------------------------------------------------------ Ways */

COLLECTED(Ways, ways)

static PyObject *
ways_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *tag, *branches, *key, *branch;
    Py_ssize_t position = 0;
    if (!PyArg_ParseTuple(args, "UO!:Ways", &tag, &PyDict_Type, &branches)) {
        return NULL;
    }
    if (!PyUnicode_IS_COMPACT_ASCII(tag)) {
        PyErr_SetString(PyExc_ValueError, "a tag is ASCII text");
        return NULL;
    }
    while (PyDict_Next(branches, &position, &key, &branch)) {
        if (!is_way(branch)) {
            PyErr_SetString(PyExc_TypeError, "a branch is a Place or Ways");
            return NULL;
        }
    }
    Ways *self = (Ways *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->tag = Py_NewRef(tag);
        self->branches = PyDict_Copy(branches);
        if (self->branches == NULL) {
            Py_CLEAR(self);
        }
    }
    return (PyObject *)self;
}

static PyObject *
ways_counts(PyObject *self, PyObject *message)
{
    if (!PyBytes_CheckExact(message)) {
        Py_RETURN_FALSE;
    }
    int is_counted = counts((Ways *)self, PyBytes_AS_STRING(message), PyBytes_GET_SIZE(message));
    PyErr_Clear();
    return PyBool_FromLong(is_counted);
}

static PyMethodDef ways_methods[] = {
    {"counts", ways_counts, METH_O, "counts(line): whether it fits; it is counted then."},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef ways_members[] = {
    {"branches", T_OBJECT, offsetof(Ways, branches), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

PyTypeObject WaysType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Ways",
    .tp_doc = "Ways(tag, branches): objects that a tag tells apart.",
    .tp_basicsize = sizeof(Ways),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = ways_new,
    .tp_methods = ways_methods,
    .tp_members = ways_members,
    .tp_traverse = ways_traverse,
    .tp_clear = ways_clear,
    .tp_dealloc = ways_dealloc,
};
