/* Values that were parsed already, as dicts and lists, to instances. */
#include "core.h"

/* Whether a value is of a type that parsing JSON makes; a subclass is left to Python. */
static int
is_parsed(PyObject *data)
{
    return data == Py_None || PyBool_Check(data) || PyUnicode_CheckExact(data)
           || PyLong_CheckExact(data) || PyFloat_CheckExact(data) || PyDict_CheckExact(data)
           || PyList_CheckExact(data);
}

static PyObject *
convert_list(Value *value, PyObject *data, int depth)
{
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list != NULL && i < PyList_GET_SIZE(data); i++) {
        PyObject *item = Py_NewRef(PyList_GET_ITEM(data, i));
        PyObject *element = convert_value(value, item, depth);
        Py_DECREF(item);
        if (element == NULL || PyList_Append(list, element) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(element);
    }
    return list;
}

/* Put an item into a dict: as it is, or read as a Value. */
static int
put_item(PyObject *object, PyObject *key, PyObject *item, Value *value, int depth)
{
    Py_INCREF(key);
    PyObject *read = value == NULL ? Py_NewRef(item) : convert_value(value, item, depth);
    int result = read == NULL ? -1 : PyDict_SetItem(object, key, read);
    Py_XDECREF(read);
    Py_DECREF(key);
    return result;
}

static PyObject *
convert_mapping(Value *value, PyObject *data, int depth)
{
    PyObject *key, *item;
    Py_ssize_t position = 0;
    PyObject *object = PyDict_New();
    while (object != NULL && PyDict_Next(data, &position, &key, &item)) {
        Py_INCREF(item);
        if (!PyUnicode_CheckExact(key) || put_item(object, key, item, value, depth) < 0) {
            Py_CLEAR(object);
        }
        Py_DECREF(item);
    }
    return object;
}

/* Read a declared field of a dict into its slot: 1, or 0 if there is none, or -1. */
static int
convert_field(Field *field, PyObject *instance, PyObject *data, int depth)
{
    PyObject *item = PyDict_GetItemWithError(data, field->name);
    if (item == NULL) {
        return PyErr_Occurred() ? -1 : 0;
    }
    Py_INCREF(item);
    PyObject *value = convert_value((Value *)field->value, item, depth);
    Py_DECREF(item);
    if (value == NULL) {
        return -1;
    }
    Py_XSETREF(*slot_of(instance, field), value);
    return 1;
}

/* The fields of a dict that are not declared. */
static PyObject *
convert_others(Record *record, PyObject *data, int depth)
{
    PyObject *key, *item;
    Py_ssize_t position = 0;
    PyObject *object = PyDict_New();
    while (object != NULL && PyDict_Next(data, &position, &key, &item)) {
        int index = PyUnicode_CheckExact(key) ? record_field(record, key) : -2;
        if (index >= 0) {
            continue;
        }
        Py_INCREF(item);
        if (index == -2
            || put_item(object, key, item, (Value *)record->extra, depth) < 0) {
            Py_CLEAR(object);
        }
        Py_DECREF(item);
    }
    return object;
}

static int
convert_fields(Record *record, PyObject *instance, PyObject *data, int depth)
{
    Py_ssize_t found = 0;
    for (int i = 0; i < record->count; i++) {
        int result = convert_field(&record->fields[i], instance, data, depth);
        if (result < 0) {
            return -1;
        }
        found += result;
    }
    if (found == PyDict_GET_SIZE(data)) {
        return 0;
    }
    PyObject *others = convert_others(record, data, depth);
    if (others == NULL) {
        return -1;
    }
    Py_XSETREF(*slot_of(instance, &record->fields[record->count]), others);
    return 0;
}

static PyObject *
convert_record(Record *record, PyObject *data, int depth)
{
    if (record_is_ready(record) < 0) {
        return NULL;
    }
    PyTypeObject *type = (PyTypeObject *)record->type;
    PyObject *instance = type->tp_alloc(type, 0);
    if (instance == NULL) {
        return NULL;
    }
    if (convert_fields(record, instance, data, depth) < 0) {
        Py_DECREF(instance);
        return NULL;
    }
    fill_slots(record, instance);
    return instance;
}

/* An object that a tag tells, as what the tag says. */
static PyObject *
convert_tagged(Tagged *tagged, PyObject *data, int depth)
{
    PyObject *tag = PyDict_GetItemWithError(data, tagged->tag);
    if (tag == NULL && PyErr_Occurred()) {
        return NULL;
    }
    PyObject *how = tagged->other;
    if (tag == NULL || tag == Py_None) {
        how = tagged->absent != NULL ? tagged->absent : tagged->other;
    }
    else if (PyUnicode_CheckExact(tag)) {
        PyObject *branch = tagged_branch(tagged, tag);
        if (branch == NULL && PyErr_Occurred()) {
            return NULL;
        }
        how = branch != NULL ? branch : tagged->other;
    }
    else if (!is_parsed(tag)) {
        how = NULL;
    }
    return how == NULL ? NULL : convert_object(how, data, depth);
}

PyObject *
convert_object(PyObject *how, PyObject *data, int depth)
{
    if (depth >= DEEPEST) {
        return NULL;
    }
    if (Py_IS_TYPE(how, &RecordType)) {
        return convert_record((Record *)how, data, depth + 1);
    }
    if (Py_IS_TYPE(how, &TaggedType)) {
        return convert_tagged((Tagged *)how, data, depth);
    }
    if (Py_IS_TYPE(how, &MappingType)) {
        return convert_mapping((Value *)((Mapping *)how)->value, data, depth + 1);
    }
    return PyObject_CallOneArg(how, data);
}

PyObject *
convert_value(Value *value, PyObject *data, int depth)
{
    if (value->texts == NULL && value->object == NULL && value->array == NULL) {
        return Py_NewRef(data);
    }
    if (!is_parsed(data) || depth >= DEEPEST) {
        return NULL;
    }
    if (value->texts != NULL && PyUnicode_CheckExact(data)) {
        return shared_text(value->texts, Py_NewRef(data));
    }
    if (PyDict_CheckExact(data) && value->object != NULL) {
        return convert_object(value->object, data, depth);
    }
    if (PyList_CheckExact(data) && value->array != NULL) {
        return Py_IS_TYPE(value->array, &ValueType)
                   ? convert_list((Value *)value->array, data, depth + 1)
                   : PyObject_CallOneArg(value->array, data);
    }
    return Py_NewRef(data);
}
