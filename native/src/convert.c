/* Values that were parsed already, as dicts and lists, to instances. */
#include "core.h"

int
is_parsed(PyObject *data)
{
    return data == Py_None || PyBool_Check(data) || PyUnicode_CheckExact(data)
           || PyLong_CheckExact(data) || PyFloat_CheckExact(data) || PyDict_CheckExact(data)
           || PyList_CheckExact(data);
}

/* A list as a Value, which is for each element, or as a Places. */
static PyObject *
convert_list(PyObject *how, PyObject *data, int depth)
{
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list != NULL && i < PyList_GET_SIZE(data); i++) {
        Value *value = Py_IS_TYPE(how, &ValueType)
                           ? (Value *)how
                           : place_at((Places *)how, i, PyList_GET_SIZE(data));
        PyObject *item = Py_NewRef(PyList_GET_ITEM(data, i));
        PyObject *element = value == NULL ? Py_NewRef(item) : convert_value(value, item, depth);
        Py_DECREF(item);
        if (element == NULL || PyList_Append(list, element) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(element);
    }
    return list;
}

PyObject *
convert_array(PyObject *how, PyObject *data, int depth)
{
    if (!Py_IS_TYPE(how, &ValueType) && !Py_IS_TYPE(how, &PlacesType)) {
        return PyObject_CallOneArg(how, data);
    }
    return depth >= DEEPEST ? NULL : convert_list(how, data, depth + 1);
}

/* Put an item into a dict: as it is, or read as a Value. */
static int
put_item(PyObject *object, PyObject *key, PyObject *item, Value *value, int depth)
{
    PyObject *read = value == NULL ? Py_NewRef(item) : convert_value(value, item, depth);
    int result = read == NULL ? -1 : PyDict_SetItem(object, key, read);
    Py_XDECREF(read);
    return result;
}

/* The next item of a dict with references of its own, as others may change it: 1; 0 behind
 * the last one, -1 for a key that no JSON object has. */
static int
next_item(PyObject *data, Py_ssize_t *position, PyObject **key, PyObject **item)
{
    if (!PyDict_Next(data, position, key, item)) {
        return 0;
    }
    if (!PyUnicode_CheckExact(*key)) {
        return -1;
    }
    Py_INCREF(*key);
    Py_INCREF(*item);
    return 1;
}

static PyObject *
convert_mapping(Value *value, PyObject *data, int depth)
{
    PyObject *key, *item;
    Py_ssize_t position = 0;
    PyObject *object = PyDict_New();
    int more = object == NULL ? -1 : next_item(data, &position, &key, &item);
    while (more > 0) {
        int result = put_item(object, key, item, value, depth);
        Py_DECREF(key);
        Py_DECREF(item);
        more = result < 0 ? -1 : next_item(data, &position, &key, &item);
    }
    if (more < 0) {
        Py_CLEAR(object);
    }
    return object;
}

/* The index of the field that a key is, which is expected to be `next`; see record_field. */
static int
field_of(Record *record, PyObject *key, int next)
{
    const Field *expected = &record->fields[next];
    if (expected->key != NULL && PyUnicode_IS_COMPACT_ASCII(key)
        && PyUnicode_GET_LENGTH(key) == expected->key_length - 3
        && is_same((const char *)PyUnicode_1BYTE_DATA(key), expected->key + 1,
                   expected->key_length - 3)) {
        return next;
    }
    return record_field(record, key);
}

/* Read an item into its slot, or into the dict of those that are not declared. */
static int
convert_item(Record *record, PyObject *instance, int index, PyObject *key, PyObject *item,
             int depth)
{
    if (index == -2) {
        return -1;
    }
    PyObject **slot = slot_of(instance, &record->fields[index < 0 ? record->count : index]);
    if (index < 0) {
        if (*slot == NULL) {
            *slot = PyDict_New();
        }
        return *slot == NULL ? -1 : put_item(*slot, key, item, (Value *)record->extra, depth);
    }
    PyObject *value = convert_value((Value *)record->fields[index].value, item, depth);
    if (value == NULL) {
        return -1;
    }
    Py_XSETREF(*slot, value);
    return 0;
}

static int
convert_items(Record *record, PyObject *instance, PyObject *data, int depth)
{
    PyObject *key, *item;
    Py_ssize_t position = 0;
    int *next = &record->first;
    int more = next_item(data, &position, &key, &item);
    while (more > 0) {
        int index = field_of(record, key, *next);
        if (index >= 0) {
            *next = index;
            next = &record->fields[index].next;
        }
        int result = convert_item(record, instance, index, key, item, depth);
        Py_DECREF(key);
        Py_DECREF(item);
        more = result < 0 ? -1 : next_item(data, &position, &key, &item);
    }
    return more;
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
    if (convert_items(record, instance, data, depth) < 0) {
        Py_DECREF(instance);
        return NULL;
    }
    fill_slots(record, instance);
    return instance;
}

/* The string under a key of an object, or an empty one; NULL for what only Python takes for one. */
static PyObject *
name_of(PyObject *data, PyObject *key)
{
    PyObject *name = PyDict_GetItemWithError(data, key);
    if (name == NULL && PyErr_Occurred()) {
        return NULL;
    }
    if (name != NULL && PyUnicode_CheckExact(name)) {
        return Py_NewRef(name);
    }
    return name == NULL || is_parsed(name) ? PyUnicode_FromString("") : NULL;
}

/* An object of no declared type, as it came. */
static PyObject *
keep_whole(Record *record, PyObject *key, PyObject *data)
{
    if (record_is_ready(record) < 0) {
        return NULL;
    }
    PyTypeObject *type = (PyTypeObject *)record->type;
    PyObject *name = name_of(data, key);
    PyObject *instance = name == NULL ? NULL : type->tp_alloc(type, 0);
    if (instance == NULL) {
        Py_XDECREF(name);
        return NULL;
    }
    *slot_of(instance, &record->fields[0]) = name;
    *slot_of(instance, &record->fields[1]) = Py_NewRef(data);
    return instance;
}

static inline int
is_whole(PyObject *how)
{
    return Py_IS_TYPE(how, &RecordType) && ((Record *)how)->is_whole;
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
        Py_INCREF(tag); /* Python may be asked, and change the object meanwhile. */
        PyObject *branch = tagged_branch(tagged, tag);
        Py_DECREF(tag);
        if (branch == NULL && PyErr_Occurred()) {
            return NULL;
        }
        how = branch != NULL ? branch : tagged->other;
    }
    else if (!is_parsed(tag)) {
        how = NULL;
    }
    if (how == NULL || !is_whole(how)) {
        return how == NULL ? NULL : convert_object(how, data, depth);
    }
    return depth >= DEEPEST ? NULL : keep_whole((Record *)how, tagged->named, data);
}

/* An object that what is in it tells. */
static PyObject *
convert_choice(Choice *choice, PyObject *data, int depth)
{
    PyObject *how = choose(choice, data);
    PyObject *object = how == NULL ? NULL : convert_object(how, data, depth);
    Py_XDECREF(how);
    return object;
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
    if (Py_IS_TYPE(how, &ChoiceType)) {
        return convert_choice((Choice *)how, data, depth);
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
        return convert_array(value->array, data, depth);
    }
    return Py_NewRef(data);
}
