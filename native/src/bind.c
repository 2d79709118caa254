/* Records: classes, their slots, and what a package says of their fields, once for each. */
#include "core.h"

static int
record_traverse(PyObject *self, visitproc visit, void *arg)
{
    Record *record = (Record *)self;
    for (int i = 0; record->fields != NULL && i <= record->count; i++) {
        int result = visit_parts(PARTS_OF(&record->fields[i]), visit, arg);
        if (result != 0) {
            return result;
        }
    }
    return visit_parts(PARTS_OF(record), visit, arg);
}

static void
forget_fields(Record *record)
{
    Field *fields = record->fields;
    record->fields = NULL;
    record->version = 0;
    for (int i = 0; fields != NULL && i <= record->count; i++) {
        clear_parts(PARTS_OF(&fields[i]));
    }
    PyMem_Free(fields);
    PyMem_Free(record->lines);
    record->lines = NULL;
    Py_CLEAR(record->index);
    Py_CLEAR(record->extra);
}

static int
record_clear(PyObject *self)
{
    Record *record = (Record *)self;
    record->state = BROKEN;
    forget_fields(record);
    clear_parts(PARTS_OF(record));
    return 0;
}

static void
record_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    record_clear(self);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *
record_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *cls, *unset, *make_fields, *make_checks;
    int is_whole = 0;
    if (!PyArg_ParseTuple(args, "O!OOO|p:Record", &PyType_Type, &cls, &unset, &make_fields,
                          &make_checks, &is_whole)) {
        return NULL;
    }
    Record *self = (Record *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->type = Py_NewRef(cls);
        self->unset = Py_NewRef(unset);
        self->make_fields = Py_NewRef(make_fields);
        self->make_checks = Py_NewRef(make_checks);
        self->is_whole = is_whole;
    }
    return (PyObject *)self;
}

PyTypeObject RecordType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Record",
    .tp_doc = "Record(type, unset, make_fields, make_checks, is_whole): objects read as a class.",
    .tp_basicsize = sizeof(Record),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = record_new,
    .tp_traverse = record_traverse,
    .tp_clear = record_clear,
    .tp_dealloc = record_dealloc,
};

/* What stands in the dict of a class itself; a borrowed reference. */
static PyObject *
own_attribute(PyTypeObject *type, PyObject *name)
{
    return type->tp_dict == NULL ? NULL : PyDict_GetItemWithError(type->tp_dict, name);
}

/* Find the slot of a field: its descriptor, and its offset in instances. */
static int
bind_slot(Field *field, PyTypeObject *type)
{
    PyObject *descriptor = own_attribute(type, field->attribute);
    if (descriptor == NULL || !Py_IS_TYPE(descriptor, &PyMemberDescr_Type)) {
        return -1;
    }
    PyMemberDef *member = ((PyMemberDescrObject *)descriptor)->d_member;
    if (member->type != T_OBJECT_EX || (member->flags & READONLY) != 0) {
        return -1;
    }
    field->descriptor = Py_NewRef(descriptor);
    field->offset = member->offset;
    return 0;
}

/* The text that keys are compared with, where a message has it as it is: what is written
 * before the value, without its comma. */
static void
bind_key(Field *field, const Line *line)
{
    if (PyUnicode_IS_COMPACT_ASCII(field->name)) {
        const char *name = (const char *)PyUnicode_1BYTE_DATA(field->name);
        Py_ssize_t length = PyUnicode_GET_LENGTH(field->name);
        if (length > 0 && plain_end(name, name + length) == name + length
            && line->length == (size_t)length + 4) {
            field->key = line->lead + 1;
            field->key_length = length + 3;
        }
    }
}

static int
bind_field(Record *record, int index, PyObject *entry)
{
    Field *field = &record->fields[index];
    PyObject *name, *attribute, *value;
    if (!PyArg_ParseTuple(entry, "UUO!pp", &name, &attribute, &ValueType, &value,
                          &field->required, &field->leads)) {
        return -1;
    }
    field->name = Py_NewRef(name);
    field->attribute = Py_NewRef(attribute);
    field->value = Py_NewRef(value);
    field->next = index + 1 < record->count ? index + 1 : 0;
    PyObject *number = PyLong_FromLong(index);
    int result = number == NULL ? -1 : PyDict_SetItem(record->index, name, number);
    Py_XDECREF(number);
    return result < 0 ? -1 : bind_slot(field, (PyTypeObject *)record->type);
}

static int
bind_line(Field *field, Line *line)
{
    field->written = written_key(field->name, &line->length);
    if (field->written == NULL) {
        return -1;
    }
    line->offset = field->offset;
    line->lead = PyBytes_AS_STRING(field->written);
    bind_key(field, line);
    return 0;
}

/* How the fields are written, in both orders. */
static int
bind_lines(Record *record)
{
    record->lines = PyMem_Calloc(2 * (size_t)record->count + 1, sizeof(Line));
    if (record->lines == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    Line *in_order = record->lines + record->count;
    for (int i = 0; i < record->count; i++) {
        if (bind_line(&record->fields[i], &in_order[i]) < 0) {
            return -1;
        }
    }
    Line *next = record->lines;
    for (int leads = 1; leads >= 0; leads--) {
        for (int i = 0; i < record->count; i++) {
            if (record->fields[i].leads == leads) {
                *next++ = in_order[i];
            }
        }
    }
    return 0;
}

/* Where the slots begin, if those of all fields are in a row. */
static Py_ssize_t
first_slot(const Record *record)
{
    Py_ssize_t first = record->fields[0].offset, last = first;
    for (int i = 1; i <= record->count; i++) {
        Py_ssize_t offset = record->fields[i].offset;
        first = offset < first ? offset : first;
        last = offset > last ? offset : last;
    }
    Py_ssize_t step = (Py_ssize_t)sizeof(PyObject *);
    return last - first == record->count * step ? first : 0;
}

static int
bind_fields(Record *record, PyObject *entries, PyObject *extra)
{
    if (!is_none_or(extra, Py_IS_TYPE(extra, &ValueType), "a Value")
        || PyList_GET_SIZE(entries) > 10000) {
        return -1;
    }
    record->count = (int)PyList_GET_SIZE(entries);
    record->index = PyDict_New();
    record->fields = PyMem_Calloc((size_t)record->count + 1, sizeof(Field));
    if (record->fields == NULL || record->index == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    if (record->is_whole && record->count != 1) {
        return -1;
    }
    record->extra = given(extra);
    for (int i = 0; i < record->count; i++) {
        if (bind_field(record, i, PyList_GET_ITEM(entries, i)) < 0) {
            return -1;
        }
    }
    if (bind_lines(record) < 0) {
        return -1;
    }
    Field *others = &record->fields[record->count];
    others->attribute = PyUnicode_InternFromString(record->is_whole ? "data" : "unknown_fields");
    if (others->attribute == NULL || bind_slot(others, (PyTypeObject *)record->type) < 0) {
        return -1;
    }
    record->slots = first_slot(record);
    return 0;
}

/* Whether instances are made, read and written in the plain way of classes with slots. */
static int
is_plain_class(PyTypeObject *type)
{
    return type->tp_alloc == PyType_GenericAlloc && type->tp_itemsize == 0
           && type->tp_getattro == PyObject_GenericGetAttr
           && type->tp_setattro == PyObject_GenericSetAttr;
}

/* Whether a class still has the slots that were found; asked again when it was changed. */
static int
has_its_slots(Record *record)
{
    PyTypeObject *type = (PyTypeObject *)record->type;
    int is_same = is_plain_class(type);
    for (int i = 0; is_same && i <= record->count; i++) {
        Field *field = &record->fields[i];
        is_same = own_attribute(type, field->attribute) == field->descriptor;
    }
    if (is_same) {
        /* To look an attribute up gives a changed class its version. */
        PyObject *found = PyObject_GetAttr((PyObject *)type, record->fields[0].attribute);
        Py_XDECREF(found);
        PyErr_Clear();
        record->version = type->tp_version_tag;
    }
    return is_same;
}

static int
define_fields(Record *record)
{
    PyObject *entries, *extra;
    PyObject *made = PyObject_CallNoArgs(record->make_fields);
    int result = -1;
    if (made != NULL && PyArg_ParseTuple(made, "O!O", &PyList_Type, &entries, &extra)) {
        result = bind_fields(record, entries, extra);
    }
    Py_XDECREF(made);
    return result;
}

int
is_passing_error(void)
{
    return PyErr_Occurred() != NULL && !PyErr_ExceptionMatches(PyExc_TypeError);
}

int
bind_record(Record *record)
{
    if (record->state == UNBOUND) {
        record->state = BINDING;
        if (define_fields(record) == 0) {
            record->state = BOUND;
        }
        else {
            forget_fields(record);
            record->state = is_passing_error() ? UNBOUND : BROKEN;
        }
    }
    return record->state == BOUND && has_its_slots(record) ? 0 : -1;
}

int
record_field(Record *record, PyObject *name)
{
    PyObject *number = PyDict_GetItemWithError(record->index, name);
    if (number == NULL) {
        return PyErr_Occurred() ? -2 : -1;
    }
    return (int)PyLong_AsLong(number);
}

static int
bind_checks(Record *record, PyObject *checks)
{
    if (PyList_GET_SIZE(checks) != record->count) {
        return -1;
    }
    for (int i = 0; i < record->count; i++) {
        PyObject *check = PyList_GET_ITEM(checks, i);
        if (!Py_IS_TYPE(check, &CheckType)) {
            return -1;
        }
        Py_XSETREF(record->fields[i].check, Py_NewRef(check));
    }
    return 0;
}

int
record_has_checks(Record *record)
{
    if (record_is_ready(record) < 0) {
        return -1;
    }
    if (record->is_checked) {
        return 0;
    }
    PyObject *checks;
    PyObject *made = PyObject_CallNoArgs(record->make_checks);
    int result = -1;
    if (made != NULL && record->is_checked) { /* Another thread was quicker: it uses its own. */
        result = 0;
    }
    else if (made != NULL
             && PyArg_ParseTuple(made, "O!p", &PyList_Type, &checks, &record->refuses_others)
             && bind_checks(record, checks) == 0) {
        record->is_checked = 1;
        result = 0;
    }
    Py_XDECREF(made);
    return result;
}
