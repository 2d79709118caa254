/* JSON text straight into instances: slots are filled from the bytes. */
#include "core.h"

/* Where the string under a key is looked for in an object before it is read. */
enum { LOOKED_THROUGH = 2048 };

static PyObject *read_value(Text *text, Value *value);

/* ------------------------------------------------------------------ fields */

PyObject *
shared_text(PyObject *texts, PyObject *text)
{
    PyObject *declared = PyDict_GetItemWithError(texts, text);
    if (declared != NULL) {
        Py_INCREF(declared);
        Py_DECREF(text);
        return declared;
    }
    if (PyErr_Occurred()) {
        Py_CLEAR(text);
    }
    return text;
}

/* A string of a field. Events share those that are declared, and short ones that repeat. */
static PyObject *
read_string(Text *text, Field *field)
{
    if (field->recent != NULL && is_ascii_string(text, field->recent)) {
        text->at += PyUnicode_GET_LENGTH(field->recent) + 2;
        return Py_NewRef(field->recent);
    }
    const char *start = text->at;
    PyObject *string = scan_string(text);
    PyObject *texts = ((Value *)field->value)->texts;
    if (string != NULL && texts != NULL) {
        string = shared_text(texts, string);
    }
    if (string != NULL && is_verbatim(text, start, string)
        && PyUnicode_GET_LENGTH(string) <= LONGEST_RECENT) {
        Py_XSETREF(field->recent, Py_NewRef(string));
    }
    return string;
}

/* Read a field into its slot. One that comes twice is left to Python. */
static int
read_field(Text *text, PyObject *instance, Field *field)
{
    PyObject **slot = slot_of(instance, field);
    if (*slot != NULL || text->at >= text->end) {
        return -1;
    }
    PyObject *value = *text->at == '"' ? read_string(text, field)
                                       : read_value(text, (Value *)field->value);
    if (value == NULL) {
        return -1;
    }
    PyObject *before = *slot; /* NULL, unless a finalizer found the instance. */
    *slot = value;
    Py_XDECREF(before);
    return 0;
}

/* Read a field that is not declared. */
static int
read_other(Text *text, Record *record, PyObject *instance, PyObject *key)
{
    PyObject **slot = slot_of(instance, &record->fields[record->count]);
    PyObject *value = record->extra == NULL ? scan_value(text)
                                            : read_value(text, (Value *)record->extra);
    if (value == NULL) {
        return -1;
    }
    if (*slot == NULL) {
        *slot = PyDict_New();
    }
    int result = *slot == NULL ? -1 : PyDict_SetItem(*slot, key, value);
    Py_DECREF(value);
    return result;
}

/* Whether a key stands here with its quotes and the colon, as nearly all are written. */
static inline int
is_key_of(const Text *text, const Field *field)
{
    return field->key != NULL && text->end - text->at > field->key_length
           && is_same(text->at, field->key, field->key_length);
}

/* Read a member, at the quote of its key, that is not the field that was expected.
 * The index of the field that it is; -1 for one that is not declared, -2 to give up. */
static int
read_unexpected(Text *text, Record *record, PyObject *instance)
{
    if (text->at >= text->end || *text->at != '"') {
        return -2;
    }
    PyObject *key = scan_key(text);
    if (key == NULL) {
        return -2;
    }
    int index = record_field(record, key);
    if ((index >= 0 && read_field(text, instance, &record->fields[index]) < 0)
        || (index == -1 && read_other(text, record, instance, key) < 0)) {
        index = -2;
    }
    Py_DECREF(key);
    return index;
}

/* The same of any member: the field `next` is expected. */
static inline int
read_member(Text *text, Record *record, PyObject *instance, int next)
{
    Field *expected = &record->fields[next];
    if (!is_key_of(text, expected)) {
        return read_unexpected(text, record, instance);
    }
    text->at += expected->key_length;
    skip_blanks(text);
    return read_field(text, instance, expected) < 0 ? -2 : next;
}

/* Read the members of an object, and learn in which order the fields come. */
static int
read_members(Text *text, Record *record, PyObject *instance)
{
    int *next = &record->first;
    int more = scan_first(text, '}');
    while (more > 0) {
        int index = read_member(text, record, instance, *next);
        if (index >= 0) {
            *next = index;
            next = &record->fields[index].next;
        }
        more = index == -2 ? -1 : scan_next(text, '}');
    }
    return more;
}

static inline void
fill_slot(Record *record, PyObject **slot)
{
    if (*slot == NULL) {
        *slot = Py_NewRef(record->unset);
    }
}

void
fill_slots(Record *record, PyObject *instance)
{
    if (record->slots != 0) {
        PyObject **first = (PyObject **)((char *)instance + record->slots);
        for (PyObject **slot = first; slot <= first + record->count; slot++) {
            fill_slot(record, slot);
        }
        return;
    }
    for (int i = 0; i <= record->count; i++) {
        fill_slot(record, slot_of(instance, &record->fields[i]));
    }
}

/* An object as an instance of a class, at its bracket. */
static PyObject *
read_record(Text *text, Record *record)
{
    if (record_is_ready(record) < 0 || ++text->depth > DEEPEST) {
        return NULL;
    }
    PyTypeObject *type = (PyTypeObject *)record->type;
    PyObject *instance = type->tp_alloc(type, 0);
    if (instance == NULL) {
        return NULL;
    }
    text->at++;
    if (read_members(text, record, instance) < 0) {
        Py_DECREF(instance);
        return NULL;
    }
    text->depth--;
    fill_slots(record, instance);
    return instance;
}

/* ------------------------------------------------------------------ tags */

/* Go to the string under a key of an object, at its bracket, if it is found soon: 0, or -1.
 *
 * This is a look ahead, on a copy of the text: whatever is wrong is found when the object is
 * read, and so is a second such key, as it is a field of the class. */
int
find_tag(Text *text, PyObject *name)
{
    if (text->end - text->at > LOOKED_THROUGH) {
        text->end = text->at + LOOKED_THROUGH;
    }
    text->at++;
    skip_blanks(text);
    while (text->at < text->end && *text->at == '"') {
        if (is_ascii_string(text, name)) {
            text->at += PyUnicode_GET_LENGTH(name) + 2;
            return scan_colon(text) == 0 && *text->at == '"' ? 0 : -1;
        }
        if (pass_string(text) < 0 || scan_colon(text) < 0 || pass_value(text) < 0
            || *text->at != ',') {
            return -1;
        }
        text->at++;
        skip_blanks(text);
    }
    return -1;
}

unsigned int
tag_number(const Text *text)
{
    const char *stop = plain_end_in(text, text->at + 1);
    Py_ssize_t length = stop - text->at;
    uint64_t word = 0;
    memcpy(&word, length >= 8 ? stop - 8 : text->at, length >= 8 ? 8 : (size_t)length);
    return (unsigned int)((word + (uint64_t)length) * 0x9E3779B97F4A7C15u >> 40);
}

/* What a tag, at its quote, stands for: a Record, or another Tagged. NULL for anything else,
 * which is read from the whole object. */
static PyObject *
branch_at(Text *text, Tagged *tagged)
{
    PyObject **place = &tagged->recent[tag_number(text) % RECENT_TAGS * 2];
    if (place[0] != NULL && is_ascii_string(text, place[0])) {
        return place[1];
    }
    const char *start = text->at;
    PyObject *tag = scan_known(text);
    if (tag == NULL) {
        return NULL;
    }
    PyObject *branch = tagged_branch(tagged, tag);
    if (branch != NULL && !Py_IS_TYPE(branch, &RecordType) && !Py_IS_TYPE(branch, &TaggedType)) {
        branch = NULL;
    }
    if (branch != NULL && is_verbatim(text, start, tag)) {
        Py_XSETREF(place[0], Py_NewRef(tag));
        Py_XSETREF(place[1], Py_NewRef(branch));
    }
    Py_DECREF(tag);
    return branch;
}

/* How to read an object, at its bracket, that a tag tells, as far as it is seen in the text. */
static PyObject *
find_branch(const Text *text, Tagged *tagged)
{
    Text ahead = *text;
    if (!PyUnicode_IS_COMPACT_ASCII(tagged->tag) || find_tag(&ahead, tagged->tag) < 0) {
        return NULL;
    }
    return branch_at(&ahead, tagged);
}

/* The Record that an object, at its bracket, is read as by all the tags that tell it; NULL as
 * above. Then the whole object is read as what the first of them tells: one of them may come
 * twice, and the last one counts. */
static PyObject *
find_record(const Text *text, PyObject *how)
{
    while (how != NULL && Py_IS_TYPE(how, &TaggedType)) {
        how = find_branch(text, (Tagged *)how);
    }
    return how;
}

/* ------------------------------------------------------------------ values */

static int
read_item(Text *text, PyObject *how, PyObject *object)
{
    if (text->at >= text->end || *text->at != '"') {
        return -1;
    }
    PyObject *key = scan_key(text);
    PyObject *item = key == NULL ? NULL : read_value(text, (Value *)how);
    int result = item == NULL ? -1 : PyDict_SetItem(object, key, item);
    Py_XDECREF(key);
    Py_XDECREF(item);
    return result;
}

static int
read_element(Text *text, PyObject *how, PyObject *list)
{
    PyObject *element = read_value(text, (Value *)how);
    int result = element == NULL ? -1 : PyList_Append(list, element);
    Py_XDECREF(element);
    return result;
}

/* An element of an array, by its place. */
static int
read_place(Text *text, PyObject *how, PyObject *list)
{
    Value *value = place_at((Places *)how, PyList_GET_SIZE(list), 0);
    PyObject *element = value == NULL ? scan_value(text) : read_value(text, value);
    int result = element == NULL ? -1 : PyList_Append(list, element);
    Py_XDECREF(element);
    return result;
}

static PyObject *
read_object(Text *text, PyObject *how)
{
    if (Py_IS_TYPE(how, &RecordType)) {
        return read_record(text, (Record *)how);
    }
    if (Py_IS_TYPE(how, &MappingType)) {
        return scan_all(text, ((Mapping *)how)->value, PyDict_New(), '}', read_item);
    }
    if (Py_IS_TYPE(how, &TaggedType)) {
        PyObject *record = find_record(text, how);
        if (record != NULL) {
            return read_record(text, (Record *)record);
        }
        if (PyErr_Occurred()) {
            return NULL;
        }
    }
    PyObject *data = scan_value(text);
    PyObject *object = data == NULL ? NULL : convert_object(how, data, text->depth);
    Py_XDECREF(data);
    return object;
}

static PyObject *
read_array(Text *text, PyObject *how)
{
    if (Py_IS_TYPE(how, &ValueType)) {
        return scan_all(text, how, PyList_New(0), ']', read_element);
    }
    if (Py_IS_TYPE(how, &PlacesType) && PyTuple_GET_SIZE(((Places *)how)->after) == 0) {
        return scan_all(text, how, PyList_New(0), ']', read_place);
    }
    PyObject *data = scan_value(text);
    PyObject *array = data == NULL ? NULL : convert_array(how, data, text->depth);
    Py_XDECREF(data);
    return array;
}

static PyObject *
read_value(Text *text, Value *value)
{
    if (text->at < text->end) {
        if (*text->at == '{' && value->object != NULL) {
            return read_object(text, value->object);
        }
        if (*text->at == '[' && value->array != NULL) {
            return read_array(text, value->array);
        }
    }
    return scan_value(text);
}

PyObject *
read_text(PyObject *how, const char *at, Py_ssize_t length)
{
    Text text = {at, at + length, at, 0};
    skip_blanks(&text);
    if (text.at >= text.end || *text.at != '{') {
        return NULL;
    }
    PyObject *event = read_object(&text, how);
    skip_blanks(&text);
    if (event != NULL && text.at != text.end) {
        Py_CLEAR(event);
    }
    return event;
}
