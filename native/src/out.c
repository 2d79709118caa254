/* The buffer that values are written into, and the strings and numbers in it. */
#include "out.h"

#include <float.h>
#include <math.h>

enum { DESK = 4096, WIDEST = 12 };

/* ------------------------------------------------------------------ the buffer */

/* Where messages are written, as long as they are short. */
static char desk[DESK];

void
begin_text(Out *out)
{
    out->start = out->at = desk;
    out->end = desk + DESK;
}

int
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

PyObject *
finish_text(Out *out)
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

int
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
    begin_text(&out);
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

int
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

int
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
