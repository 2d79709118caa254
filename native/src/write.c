/* Instances and plain values to JSON text, exactly as the package's `encode` writes them.
 *
 * Nothing here runs code of Python: so no value changes meanwhile, references are borrowed,
 * and one desk serves all messages. A class that is not bound is noted in `unready`, and
 * the message is begun anew when `write_text` has bound it. */
#include "core.h"

#include <float.h>
#include <math.h>

enum { DESK = 4096, SPARE = 64, SHORT_LIST = 8, WIDEST = 12 };

typedef struct {
    Classes *classes;
    PyTypeObject *unready;
    PyObject *text; /* The str that is written into, or NULL while the desk is. */
    char *start, *at, *end;
    int depth;
} Out;

static int write_value(Out *out, PyObject *value, int is_plain);

/* ------------------------------------------------------------------ the buffer */

/* Where messages are written, as long as they are short. */
static char desk[DESK];

static void
begin(Out *out)
{
    out->start = out->at = desk;
    out->end = desk + DESK;
}

/* Go on in a new str with more room. */
static int
grow(Out *out, size_t more)
{
    size_t used = (size_t)(out->at - out->start);
    size_t size = 2 * used + more;
    if (size > PY_SSIZE_T_MAX / 2) {
        return -1;
    }
    PyObject *text = PyUnicode_New((Py_ssize_t)size, 0x7f);
    if (text == NULL) {
        return -1;
    }
    char *start = (char *)PyUnicode_1BYTE_DATA(text);
    memcpy(start, out->start, used);
    Py_XSETREF(out->text, text);
    out->start = start;
    out->at = start + used;
    out->end = start + size;
    return 0;
}

/* What was written, as a str. */
static PyObject *
finish(Out *out)
{
    Py_ssize_t length = out->at - out->start;
    PyObject *text = out->text;
    out->text = NULL;
    if (text == NULL) {
        text = PyUnicode_New(length, 0x7f);
        if (text != NULL) {
            memcpy(PyUnicode_1BYTE_DATA(text), desk, (size_t)length);
        }
    }
    else if (PyUnicode_Resize(&text, length) < 0) {
        Py_CLEAR(text);
    }
    return text;
}

/* Have room for some bytes, and for SPARE ones behind them. */
static inline int
have_room(Out *out, size_t count)
{
    return (size_t)(out->end - out->at) >= count + SPARE ? 0 : grow(out, count + SPARE);
}

/* Few bytes: there is room for SPARE of them behind whatever was written. */
static inline void
put(Out *out, const char *bytes, size_t count)
{
    memcpy(out->at, bytes, count);
    out->at += count;
}

/* ------------------------------------------------------------------ strings */

static void
put_unit(Out *out, unsigned int unit)
{
    static const char digits[] = "0123456789abcdef";
    char escape[6] = {'\\', 'u', digits[unit >> 12], digits[unit >> 8 & 15],
                      digits[unit >> 4 & 15], digits[unit & 15]};
    put(out, escape, sizeof escape);
}

/* The letter behind the backslash for a character that has a short escape, or 0. */
static char
short_escape(Py_UCS4 character)
{
    switch (character) {
    case '"':
    case '\\':
        return (char)character;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

/* At most WIDEST bytes. */
static void
put_character(Out *out, Py_UCS4 character)
{
    char letter = short_escape(character);
    if (letter != 0) {
        *out->at++ = '\\';
        *out->at++ = letter;
    }
    else if (character >= 0x20 && character < 0x7f) {
        *out->at++ = (char)character;
    }
    else if (character < 0x10000) {
        put_unit(out, character);
    }
    else {
        put_unit(out, 0xD800 + ((character - 0x10000) >> 10));
        put_unit(out, 0xDC00 + ((character - 0x10000) & 0x3FF));
    }
}

/* The characters from some index on, of a string of any kind. */
static int
write_characters(Out *out, PyObject *text, Py_ssize_t index)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    if (have_room(out, (size_t)(length - index) * WIDEST) < 0) {
        return -1;
    }
    for (; index < length; index++) {
        put_character(out, PyUnicode_READ(kind, data, index));
    }
    return 0;
}

/* A string with its quotes. */
static int
write_string(Out *out, PyObject *text)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text), plain = 0;
    if (have_room(out, (size_t)length + 2) < 0) {
        return -1;
    }
    *out->at++ = '"';
    if (PyUnicode_IS_COMPACT_ASCII(text)) {
        plain = copy_plain(out->at, (const char *)PyUnicode_1BYTE_DATA(text), length);
        out->at += plain;
    }
    if (plain < length && write_characters(out, text, plain) < 0) {
        return -1;
    }
    *out->at++ = '"';
    return 0;
}

PyObject *
written_key(PyObject *name, size_t *length)
{
    static const char zeros[STEP] = {0};
    Out out = {0};
    PyObject *key = NULL;
    begin(&out);
    *out.at++ = ',';
    if (write_string(&out, name) == 0) {
        *out.at++ = ':';
        *length = (size_t)(out.at - out.start);
        put(&out, zeros, STEP - *length % STEP);
        key = PyBytes_FromStringAndSize(out.start, out.at - out.start);
    }
    Py_XDECREF(out.text);
    return key;
}

/* ------------------------------------------------------------------ numbers */

static void
put_digits(Out *out, unsigned long long number, int least)
{
    char digits[24];
    int at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
        least--;
    } while (number != 0 || least > 0);
    put(out, digits + at, sizeof digits - (size_t)at);
}

static int
write_integer(Out *out, PyObject *value)
{
    int overflow;
    long long number = PyLong_AsLongLongAndOverflow(value, &overflow);
    if (overflow != 0) {
        return -1;
    }
    if (number < 0) {
        *out->at++ = '-';
    }
    put_digits(out, number < 0 ? 0 - (unsigned long long)number : (unsigned long long)number, 1);
    return 0;
}

#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD == 0
/* Write a float of few digits, as 0.06: whether it is one. No other number of at most 15
 * digits reads as the same float; so these are the digits of its `repr`. */
static int
write_short_float(Out *out, double number)
{
    static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    if (!(number >= 0.001 && number < 1e8)) {
        return 0;
    }
    for (int places = 0; places < (int)(sizeof powers / sizeof powers[0]); places++) {
        int64_t power = powers[places];
        int64_t digits = (int64_t)(number * (double)power + 0.5);
        if ((double)digits / (double)power == number) {
            put_digits(out, (unsigned long long)(digits / power), 1);
            *out->at++ = '.';
            put_digits(out, (unsigned long long)(digits % power), places);
            return 1;
        }
    }
    return 0;
}
#else
static int
write_short_float(Out *out, double number)
{
    (void)out, (void)number;
    return 0;
}
#endif

static int
write_float(Out *out, PyObject *value)
{
    double number = PyFloat_AS_DOUBLE(value);
    if (!isfinite(number)) {
        return -1;
    }
    if (write_short_float(out, number)) {
        return 0;
    }
    char *digits = PyOS_double_to_string(number, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    if (digits == NULL) {
        return -1;
    }
    put(out, digits, strlen(digits));
    PyMem_Free(digits);
    return 0;
}

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

static int
write_instance(Out *out, PyObject *instance, int is_plain)
{
    Py_ssize_t start = out->at - out->start;
    Record *record = ready_record(out, Py_TYPE(instance));
    if (record == NULL || open_container(out) < 0) {
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
    begin(out);
    PyObject *text = write_value(out, value, 0) < 0 ? NULL : finish(out);
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
