/* JSON text to Python values, exactly as the standard library's scanner reads it.
 *
 * What it would refuse, and what it would read in an unusual way, is given up: NaN, control
 * characters, lone surrogates, integers beyond 64 bits, invalid UTF-8, deep nesting. */
#include "core.h"

enum { BLOCK = 64, SMALL_BLOCK = 16, KEYS = 512, LONGEST_KEY = 64, DIGITS = 18, NUMBER = 64 };

static inline int
is_plain(unsigned char character)
{
    return (character >= 0x20) & (character < 0x80) & (character != '"') & (character != '\\');
}

/* Written so that compilers use vector instructions. */
static inline int
is_plain_block(const char *at, int length)
{
    unsigned char odd = 0;
    for (int i = 0; i < length; i++) {
        unsigned char character = (unsigned char)at[i];
        odd |= (unsigned char)((character < 0x20) | (character > 0x7f) | (character == '"')
                               | (character == '\\'));
    }
    return !odd;
}

const char *
plain_end(const char *at, const char *end)
{
    while (end - at >= BLOCK && is_plain_block(at, BLOCK)) {
        at += BLOCK;
    }
    while (end - at >= SMALL_BLOCK && is_plain_block(at, SMALL_BLOCK)) {
        at += SMALL_BLOCK;
    }
    while (at < end && is_plain((unsigned char)*at)) {
        at++;
    }
    return at;
}

/* ------------------------------------------------------------------ strings */

static PyObject *
new_ascii(const char *start, Py_ssize_t length)
{
    PyObject *text = PyUnicode_New(length, 0x7f);
    if (text != NULL && length > 0) {
        memcpy(PyUnicode_1BYTE_DATA(text), start, (size_t)length);
    }
    return text;
}

/* Four hexadecimal digits, or -1. */
static long
hex4(const char *at, const char *end)
{
    long value = 0;
    if (end - at < 4) {
        return -1;
    }
    for (int i = 0; i < 4; i++) {
        int character = at[i];
        int digit;
        if (character >= '0' && character <= '9') {
            digit = character - '0';
        }
        else if (character >= 'a' && character <= 'f') {
            digit = character - 'a' + 10;
        }
        else if (character >= 'A' && character <= 'F') {
            digit = character - 'A' + 10;
        }
        else {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

/* The code point of an escape behind its `\u`, and where it ends; NULL if it is alone. */
static const char *
code_point(const char *at, const char *end, long *code)
{
    long low;
    *code = hex4(at, end);
    at += 4;
    if (*code < 0 || (*code >= 0xDC00 && *code <= 0xDFFF)) {
        return NULL;
    }
    if (*code >= 0xD800 && *code <= 0xDBFF) {
        if (end - at < 6 || at[0] != '\\' || at[1] != 'u') {
            return NULL;
        }
        low = hex4(at + 2, end);
        if (low < 0xDC00 || low > 0xDFFF) {
            return NULL;
        }
        *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
        at += 6;
    }
    return at;
}

static char *
put_utf8(char *out, long code)
{
    if (code < 0x80) {
        *out++ = (char)code;
    }
    else if (code < 0x800) {
        *out++ = (char)(0xC0 | (code >> 6));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    else if (code < 0x10000) {
        *out++ = (char)(0xE0 | (code >> 12));
        *out++ = (char)(0x80 | ((code >> 6) & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    else {
        *out++ = (char)(0xF0 | (code >> 18));
        *out++ = (char)(0x80 | ((code >> 12) & 0x3F));
        *out++ = (char)(0x80 | ((code >> 6) & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    return out;
}

/* The character that a letter behind a backslash stands for, or 0. */
static char
simple_escape(char letter)
{
    switch (letter) {
    case '"':
    case '\\':
    case '/':
        return letter;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return 0;
    }
}

/* Write a string without its escapes, which never makes it longer; NULL for a wrong one. */
static char *
unescape(const char *at, const char *end, char *out)
{
    while (at < end) {
        if (*at != '\\') {
            *out++ = *at++;
            continue;
        }
        at++; /* The caller saw a character behind each backslash. */
        if (*at == 'u') {
            long code;
            at = code_point(at + 1, end, &code);
            if (at == NULL) {
                return NULL;
            }
            out = put_utf8(out, code);
        }
        else {
            char character = simple_escape(*at++);
            if (character == 0) {
                return NULL;
            }
            *out++ = character;
        }
    }
    return out;
}

static PyObject *
unescaped(const char *start, const char *stop)
{
    PyObject *result = NULL;
    char *buffer = PyMem_Malloc((size_t)(stop - start));
    if (buffer == NULL) {
        return PyErr_NoMemory();
    }
    char *out = unescape(start, stop, buffer);
    if (out != NULL) {
        result = PyUnicode_DecodeUTF8(buffer, out - buffer, NULL);
    }
    PyMem_Free(buffer);
    return result;
}

/* A string that has escapes or is not ASCII; `at` is its first such character. */
static PyObject *
scan_odd_string(Text *text, const char *start, const char *at)
{
    int escapes = 0;
    for (;;) {
        at = plain_end(at, text->end);
        if (at >= text->end || (unsigned char)*at < 0x20) {
            return NULL;
        }
        if (*at == '"') {
            break;
        }
        if (*at == '\\') {
            escapes = 1;
            if (++at >= text->end) {
                return NULL;
            }
        }
        at++;
    }
    text->at = at + 1;
    return escapes ? unescaped(start, at) : PyUnicode_DecodeUTF8(start, at - start, NULL);
}

PyObject *
scan_string(Text *text)
{
    const char *start = text->at + 1;
    const char *stop = plain_end(start, text->end);
    if (stop >= text->end) {
        return NULL;
    }
    if (*stop != '"') {
        return scan_odd_string(text, start, stop);
    }
    text->at = stop + 1;
    return new_ascii(start, stop - start);
}

/* ------------------------------------------------------------------ keys */

/* The keys of objects that were read last: they are the same in nearly all messages. */
static PyObject *keys[KEYS];

static PyObject *
known_key(const char *start, Py_ssize_t length)
{
    unsigned int hash = 2166136261u;
    for (Py_ssize_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)start[i]) * 16777619u;
    }
    PyObject **place = &keys[hash % KEYS];
    PyObject *key = *place;
    if (key != NULL && PyUnicode_GET_LENGTH(key) == length
        && memcmp(PyUnicode_1BYTE_DATA(key), start, (size_t)length) == 0) {
        return Py_NewRef(key);
    }
    key = new_ascii(start, length);
    if (key != NULL) {
        Py_XSETREF(*place, Py_NewRef(key));
    }
    return key;
}

void
clear_keys(void)
{
    clear_parts(keys, KEYS);
}

int
scan_colon(Text *text)
{
    skip_blanks(text);
    if (text->at >= text->end || *text->at != ':') {
        return -1;
    }
    text->at++;
    skip_blanks(text);
    return text->at < text->end ? 0 : -1;
}

PyObject *
scan_key(Text *text)
{
    const char *start = text->at + 1;
    const char *stop = plain_end(start, text->end);
    PyObject *key;
    if (stop < text->end && *stop == '"' && stop - start <= LONGEST_KEY) {
        text->at = stop + 1;
        key = known_key(start, stop - start);
    }
    else {
        key = scan_string(text);
    }
    if (key != NULL && scan_colon(text) < 0) {
        Py_CLEAR(key);
    }
    return key;
}

/* ------------------------------------------------------------------ numbers */

static inline int
is_digit(const Text *text, const char *at)
{
    return at < text->end && *at >= '0' && *at <= '9';
}

/* Pass digits: where they end, or NULL if there are none. */
static const char *
pass_digits(const Text *text, const char *at)
{
    if (!is_digit(text, at)) {
        return NULL;
    }
    while (is_digit(text, at)) {
        at++;
    }
    return at;
}

static PyObject *
new_float(const char *start, Py_ssize_t length)
{
    char digits[NUMBER];
    if (length >= NUMBER) {
        return NULL;
    }
    memcpy(digits, start, (size_t)length);
    digits[length] = '\0';
    double number = PyOS_string_to_double(digits, NULL, NULL);
    if (number == -1.0 && PyErr_Occurred()) {
        return NULL;
    }
    return PyFloat_FromDouble(number);
}

static PyObject *
new_integer(const char *start, const char *stop)
{
    long long number = 0;
    int is_negative = *start == '-';
    start += is_negative;
    if (stop - start > DIGITS) {
        return NULL;
    }
    for (; start < stop; start++) {
        number = number * 10 + (*start - '0');
    }
    return PyLong_FromLongLong(is_negative ? -number : number);
}

static PyObject *
scan_number(Text *text)
{
    const char *start = text->at;
    const char *at = start + (*start == '-');
    int is_float = 0;
    int is_zero = is_digit(text, at) && *at == '0';
    at = is_zero ? at + 1 : pass_digits(text, at);
    if (at != NULL && at < text->end && *at == '.') {
        is_float = 1;
        at = pass_digits(text, at + 1);
    }
    if (at != NULL && at < text->end && (*at == 'e' || *at == 'E')) {
        is_float = 1;
        at++;
        at += at < text->end && (*at == '+' || *at == '-');
        at = pass_digits(text, at);
    }
    if (at == NULL) {
        return NULL;
    }
    text->at = at;
    return is_float ? new_float(start, at - start) : new_integer(start, at);
}

/* ------------------------------------------------------------------ containers, values */

int
scan_first(Text *text, char closing)
{
    skip_blanks(text);
    if (text->at < text->end && *text->at == closing) {
        text->at++;
        return 0;
    }
    return 1;
}

int
scan_next(Text *text, char closing)
{
    skip_blanks(text);
    if (text->at >= text->end) {
        return -1;
    }
    char character = *text->at++;
    if (character == ',') {
        skip_blanks(text);
        return 1;
    }
    return character == closing ? 0 : -1;
}

static int
scan_element(Text *text, PyObject *list)
{
    PyObject *element = scan_value(text);
    if (element == NULL) {
        return -1;
    }
    int result = PyList_Append(list, element);
    Py_DECREF(element);
    return result;
}

static int
scan_member(Text *text, PyObject *object)
{
    if (text->at >= text->end || *text->at != '"') {
        return -1;
    }
    PyObject *key = scan_key(text);
    PyObject *value = key == NULL ? NULL : scan_value(text);
    int result = value == NULL ? -1 : PyDict_SetItem(object, key, value);
    Py_XDECREF(key);
    Py_XDECREF(value);
    return result;
}

static PyObject *
scan_container(Text *text, PyObject *container, char closing, int (*item)(Text *, PyObject *))
{
    if (container == NULL || ++text->depth > DEEPEST) {
        Py_XDECREF(container);
        return NULL;
    }
    text->at++;
    int more = scan_first(text, closing);
    while (more > 0) {
        more = item(text, container) < 0 ? -1 : scan_next(text, closing);
    }
    text->depth--;
    if (more < 0) {
        Py_CLEAR(container);
    }
    return container;
}

static PyObject *
scan_word(Text *text, const char *word, PyObject *value)
{
    size_t length = strlen(word);
    if ((size_t)(text->end - text->at) < length || memcmp(text->at, word, length) != 0) {
        return NULL;
    }
    text->at += length;
    return Py_NewRef(value);
}

PyObject *
scan_value(Text *text)
{
    if (text->at >= text->end) {
        return NULL;
    }
    switch (*text->at) {
    case '"':
        return scan_string(text);
    case '{':
        return scan_container(text, PyDict_New(), '}', scan_member);
    case '[':
        return scan_container(text, PyList_New(0), ']', scan_element);
    case 't':
        return scan_word(text, "true", Py_True);
    case 'f':
        return scan_word(text, "false", Py_False);
    case 'n':
        return scan_word(text, "null", Py_None);
    default:
        return scan_number(text);
    }
}
