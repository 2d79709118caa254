/* Instances and plain values to JSON text, exactly as the package's `encode` writes them.
 *
 * Nothing here runs code of Python: so no value changes meanwhile, references are borrowed,
 * and one desk serves all messages. A class that is not bound is noted in `unready`, and
 * the message is begun anew when `write_text` has bound it. */
#include "out.h"

enum { SHORT_LIST = 8 };

static int write_value(Out *out, PyObject *value, int is_plain);

/* ------------------------------------------------------------------ containers */

/* Begin a container, and make the comma before its first item the bracket. */
static inline int
open_container(Out *out)
{
    return ++out->depth > DEEPEST ? -1 : have_room(out, 2);
}

static int
close_container(Out *out, Py_ssize_t start, char opening, char closing)
{
    if (out->at - out->start == start) {
        *out->at++ = opening;
    }
    else {
        out->start[start] = opening;
    }
    *out->at++ = closing;
    out->depth--;
    return have_room(out, 0);
}

static int
is_json_type(PyTypeObject *type)
{
    return type == &PyUnicode_Type || type == &PyLong_Type || type == &PyDict_Type
           || type == &PyList_Type || type == &PyFloat_Type || type == &PyBool_Type
           || type == Py_TYPE(Py_None);
}

/* A long list of plain values goes to the encoder of `json` as a whole, as a dict does. */
static int
is_plain_list(PyObject *list)
{
    return PyList_GET_SIZE(list) > SHORT_LIST && is_json_type(Py_TYPE(PyList_GET_ITEM(list, 0)));
}

static int
write_list(Out *out, PyObject *list, int is_plain)
{
    Py_ssize_t start = out->at - out->start;
    is_plain = is_plain || is_plain_list(list);
    if (open_container(out) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
        *out->at++ = ',';
        if (write_value(out, PyList_GET_ITEM(list, i), is_plain) < 0) {
            return -1;
        }
    }
    return close_container(out, start, '[', ']');
}

/* The items of a dict; those of `declared`, if there is one, are left to Python. */
static int
write_items(Out *out, PyObject *dict, PyObject *declared, int is_plain)
{
    PyObject *key, *item;
    Py_ssize_t position = 0;
    while (PyDict_Next(dict, &position, &key, &item)) {
        if (!PyUnicode_CheckExact(key)
            || (declared != NULL && PyDict_GetItemWithError(declared, key) != NULL)) {
            return -1;
        }
        *out->at++ = ',';
        if (write_string(out, key) < 0) {
            return -1;
        }
        *out->at++ = ':';
        if (write_value(out, item, is_plain) < 0) {
            return -1;
        }
    }
    return 0;
}

static int
write_dict(Out *out, PyObject *dict)
{
    Py_ssize_t start = out->at - out->start;
    if (open_container(out) < 0 || write_items(out, dict, NULL, 1) < 0) {
        return -1;
    }
    return close_container(out, start, '{', '}');
}

/* ------------------------------------------------------------------ instances */

/* The Record of a class, if it is bound and the class was not changed since. */
static Record *
ready_record(Out *out, PyTypeObject *type)
{
    Known *known = known_of(out->classes->known, type);
    if (known->type != type) {
        /* The hash of a class is that of its own class, which may be a program's. */
        PyObject *record = Py_IS_TYPE(type, &PyType_Type)
                               ? PyDict_GetItemWithError(out->classes->records, (PyObject *)type)
                               : NULL;
        if (record == NULL) {
            out->unready = type;
            return NULL;
        }
        known->type = type;
        known->record = (Record *)record;
    }
    if (!record_is_current(known->record)) {
        out->unready = type;
        return NULL;
    }
    return known->record;
}

static int
write_others(Out *out, Record *record, PyObject *others, int is_plain)
{
    if (others == record->unset || others == Py_None) {
        return 0;
    }
    return others != NULL && PyDict_CheckExact(others)
               ? write_items(out, others, record->index, is_plain)
               : -1;
}

static inline int
write_field(Out *out, PyObject *value, const Line *line, int is_plain)
{
    if (value == NULL || have_room(out, line->length) < 0) {
        return -1;
    }
    for (size_t i = 0; i < line->length; i += STEP) {
        memcpy(out->at + i, line->lead + i, STEP);
    }
    out->at += line->length;
    return write_value(out, value, is_plain);
}

/* The object that an instance has as it came, whose items Python hands to the encoder of `json`. */
static int
write_whole(Out *out, Record *record, PyObject *instance)
{
    PyObject *data = *slot_of(instance, &record->fields[record->count]);
    return data != NULL && PyDict_CheckExact(data) ? write_dict(out, data) : -1;
}

static int
write_instance(Out *out, PyObject *instance, int is_plain)
{
    Py_ssize_t start = out->at - out->start;
    Record *record = ready_record(out, Py_TYPE(instance));
    if (record == NULL) {
        return -1;
    }
    if (record->is_whole) {
        return write_whole(out, record, instance);
    }
    if (open_container(out) < 0) {
        return -1;
    }
    PyObject *unset = record->unset;
    const Line *line = record->lines + (is_plain ? record->count : 0);
    for (const Line *end = line + record->count; line < end; line++) {
        PyObject *value = *(PyObject **)((char *)instance + line->offset);
        if (value != unset && write_field(out, value, line, is_plain) < 0) {
            return -1;
        }
    }
    if (write_others(out, record, *slot_of(instance, &record->fields[record->count]), is_plain)
        < 0) {
        return -1;
    }
    return close_container(out, start, '{', '}');
}

/* Any value; it leaves room for SPARE bytes behind it. `is_plain` is for what stands in
 * something that Python hands to the encoder of `json`, where the fields of instances come
 * in the order of the class. Elsewhere tags come first. */
static int
write_value(Out *out, PyObject *value, int is_plain)
{
    PyTypeObject *type = Py_TYPE(value);
    if (type == &PyUnicode_Type) {
        return write_string(out, value) < 0 ? -1 : have_room(out, 0);
    }
    if (type == &PyDict_Type) {
        return write_dict(out, value);
    }
    if (type == &PyList_Type) {
        return write_list(out, value, is_plain);
    }
    int result = 0;
    if (value == Py_None) {
        put(out, "null", 4);
    }
    else if (value == Py_True) {
        put(out, "true", 4);
    }
    else if (value == Py_False) {
        put(out, "false", 5);
    }
    else if (type == &PyLong_Type) {
        result = write_integer(out, value);
    }
    else if (type == &PyFloat_Type) {
        result = write_float(out, value);
    }
    else {
        return write_instance(out, value, is_plain);
    }
    return result < 0 ? -1 : have_room(out, 0);
}

/* ------------------------------------------------------------------ messages */

/* A value as a str, if all of it can be written. */
static PyObject *
written(Out *out, PyObject *value)
{
    begin_text(out);
    PyObject *text = write_value(out, value, 0) < 0 ? NULL : finish_text(out);
    Py_CLEAR(out->text);
    return text;
}

/* Ask Python for the Record of a class, or look at a changed class again: whether it is ready. */
static int
make_ready(Classes *classes, PyTypeObject *type)
{
    if (!Py_IS_TYPE(type, &PyType_Type)) {
        return 0;
    }
    PyObject *record = PyDict_GetItemWithError(classes->records, (PyObject *)type);
    Py_XINCREF(record);
    if (record == NULL && !PyErr_Occurred()) {
        record = PyObject_CallOneArg(classes->find, (PyObject *)type);
    }
    int is_ready = record != NULL && Py_IS_TYPE(record, &RecordType)
                   && ((Record *)record)->type == (PyObject *)type
                   && bind_record((Record *)record) == 0
                   && record_is_current((Record *)record)
                   && PyDict_SetItem(classes->records, (PyObject *)type, record) == 0;
    Py_XDECREF(record);
    return is_ready;
}

PyObject *
write_text(Classes *classes, PyObject *value)
{
    for (;;) {
        Out out = {.classes = classes};
        PyObject *text = written(&out, value);
        if (text != NULL || out.unready == NULL || PyErr_Occurred()) {
            return text;
        }
        PyTypeObject *type = (PyTypeObject *)Py_NewRef(out.unready);
        int is_ready = make_ready(classes, type);
        Py_DECREF(type);
        if (!is_ready) {
            return NULL;
        }
    }
}
