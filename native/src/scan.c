/* JSON text to Python values, exactly as the standard library's scanner reads it.
 *
 * What it would refuse, and what it would read in an unusual way, is given up: NaN, control
 * characters, lone surrogates, integers beyond 64 bits, invalid UTF-8, deep nesting. */
#include "core.h"

enum { KNOWN = 1024, LONGEST_KNOWN = 64 };

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

const char *
pass_escape(const char *at, const char *end)
{
    long code;
    if (at >= end) {
        return NULL;
    }
    if (*at == 'u') {
        return code_point(at + 1, end, &code);
    }
    return simple_escape(*at) == 0 ? NULL : at + 1;
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
        at = plain_end_in(text, at);
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
    const char *stop = plain_end_in(text, start);
    if (stop >= text->end) {
        return NULL;
    }
    if (*stop != '"') {
        return scan_odd_string(text, start, stop);
    }
    text->at = stop + 1;
    return new_ascii(start, stop - start);
}

/* ------------------------------------------------------------------ keys and tags */

/* The keys and tags that were read last: they are the same in nearly all messages. */
static PyObject *known[KNOWN];

static PyObject **
place_of(const char *start, Py_ssize_t length)
{
    uint64_t hash = (uint64_t)length;
    for (; length > 0; start += 8, length -= 8) {
        uint64_t word = 0;
        memcpy(&word, start, length < 8 ? (size_t)length : 8);
        hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    return &known[hash % KNOWN];
}

PyObject *
scan_known(Text *text)
{
    const char *start = text->at + 1;
    const char *stop = plain_end_in(text, start);
    Py_ssize_t length = stop - start;
    if (stop >= text->end || *stop != '"' || length > LONGEST_KNOWN) {
        return scan_string(text);
    }
    PyObject **place = place_of(start, length);
    PyObject *string = *place;
    if (string == NULL || !is_ascii_string(text, string)) {
        string = new_ascii(start, length);
        if (string == NULL) {
            return NULL;
        }
        Py_XSETREF(*place, string);
    }
    text->at = stop + 1;
    return Py_NewRef(string);
}

void
forget_known(void)
{
    clear_parts(known, KNOWN);
}

PyObject *
scan_key(Text *text)
{
    PyObject *key = scan_known(text);
    if (key != NULL && scan_colon(text) < 0) {
        Py_CLEAR(key);
    }
    return key;
}

/* ------------------------------------------------------------------ containers, values */

static int
scan_element(Text *text, PyObject *Py_UNUSED(how), PyObject *list)
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
scan_member(Text *text, PyObject *Py_UNUSED(how), PyObject *object)
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

int
pass_word(Text *text, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(text->end - text->at) < length || memcmp(text->at, word, length) != 0) {
        return -1;
    }
    text->at += length;
    return 0;
}

static PyObject *
scan_word(Text *text, const char *word, PyObject *value)
{
    return pass_word(text, word) < 0 ? NULL : Py_NewRef(value);
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
        return scan_all(text, NULL, PyDict_New(), '}', scan_member);
    case '[':
        return scan_all(text, NULL, PyList_New(0), ']', scan_element);
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
