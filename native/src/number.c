/* Numbers of JSON text, exactly as the standard library reads them; long ones are given up. */
#include "core.h"

#include <float.h>

enum { DIGITS = 18, NUMBER = 64 };

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

#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD == 0
/* A float of few digits and without an exponent, as 0.06: both numbers that are divided are
 * exact then, and so the result is the nearest float. -1 for others. */
static double
short_float(const char *at, const char *stop)
{
    static const double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    int64_t digits = 0;
    const char *point = NULL;
    if (stop - at > 16) {
        return -1;
    }
    for (; at < stop; at++) {
        if (*at == '.') {
            point = at + 1;
        }
        else if (*at >= '0' && *at <= '9') {
            digits = digits * 10 + (*at - '0');
        }
        else {
            return -1;
        }
    }
    return point == NULL ? -1 : (double)digits / powers[stop - point];
}
#else
static double
short_float(const char *at, const char *stop)
{
    (void)at, (void)stop;
    return -1;
}
#endif

static PyObject *
new_float(const char *start, Py_ssize_t length)
{
    char digits[NUMBER];
    double number = short_float(start, start + length);
    if (number >= 0) {
        return PyFloat_FromDouble(number);
    }
    memcpy(digits, start, (size_t)length);
    digits[length] = '\0';
    number = PyOS_string_to_double(digits, NULL, NULL);
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
    for (start += is_negative; start < stop; start++) {
        number = number * 10 + (*start - '0');
    }
    return PyLong_FromLongLong(is_negative ? -number : number);
}

/* Whether a number is no longer than those that are read here. */
static inline int
is_short(const char *start, const char *stop, int is_float)
{
    return is_float ? stop - start < NUMBER : stop - start - (*start == '-') <= DIGITS;
}

int
pass_number(Text *text, int *is_float)
{
    const char *start = text->at;
    const char *at = start + (*start == '-');
    int is_zero = is_digit(text, at) && *at == '0';
    *is_float = 0;
    at = is_zero ? at + 1 : pass_digits(text, at);
    if (at != NULL && at < text->end && *at == '.') {
        *is_float = 1;
        at = pass_digits(text, at + 1);
    }
    if (at != NULL && at < text->end && (*at == 'e' || *at == 'E')) {
        *is_float = 1;
        at++;
        at += at < text->end && (*at == '+' || *at == '-');
        at = pass_digits(text, at);
    }
    if (at == NULL || !is_short(start, at, *is_float)) {
        return -1;
    }
    text->at = at;
    return 0;
}

/* A number of few digits and no more, as most are; NULL, at the same place, for any other. */
static inline PyObject *
scan_digits(Text *text)
{
    enum { FEW = 9 };
    const char *at = text->at;
    long number = 0;
    while (is_digit(text, at) && at - text->at < FEW) {
        number = number * 10 + (*at++ - '0');
    }
    if (at == text->at || at >= text->end || (*at != ',' && *at != '}')
        || (*text->at == '0' && at - text->at > 1)) {
        return NULL;
    }
    text->at = at;
    return PyLong_FromLong(number);
}

PyObject *
scan_number(Text *text)
{
    PyObject *integer = scan_digits(text);
    if (integer != NULL || PyErr_Occurred()) {
        return integer;
    }
    const char *start = text->at;
    int is_float;
    if (pass_number(text, &is_float) < 0) {
        return NULL;
    }
    return is_float ? new_float(start, text->at - start) : new_integer(start, text->at);
}
