/* JSON text: what goes through it, with values made of it and without. */
#ifndef REALTIME_CODEGEN_TEXT_H
#define REALTIME_CODEGEN_TEXT_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { DEEPEST = 64 }; /* Messages that nest deeper are left to Python. */

/* ------------------------------------------------------------------ plain.c, scan.c, number.c */

typedef struct {
    const char *at;
    const char *end;
    const char *start;
    int depth;
} Text;

/* The end of the characters that a JSON string has as they are, and that are ASCII. */
const char *plain_end(const char *at, const char *end);

#ifdef __SSE2__
/* Which of sixteen characters are odd, as bits. */
static inline unsigned int
odd_bits(const char *at)
{
    __m128i vector = _mm_loadu_si128((const __m128i *)at);
    /* Those from 0x80 on are negative here. */
    __m128i odd = _mm_or_si128(_mm_cmplt_epi8(vector, _mm_set1_epi8(0x20)),
                               _mm_or_si128(_mm_cmpeq_epi8(vector, _mm_set1_epi8('"')),
                                            _mm_cmpeq_epi8(vector, _mm_set1_epi8('\\'))));
    return (unsigned int)_mm_movemask_epi8(odd);
}

/* Pass the last characters, fewer than sixteen, of a text that has sixteen or more. */
static inline const char *
pass_last(const char *at, const char *end)
{
    unsigned int which = odd_bits(end - 16) >> (16 - (end - at));
    return which == 0 ? end : at + __builtin_ctz(which);
}
#endif

/* The same in a text: most strings are short, and the last one stands at its end. */
static inline const char *
plain_end_in(const Text *text, const char *at)
{
#ifdef __SSE2__
    if (text->end - at < 16) {
        return text->end - text->start >= 16 ? pass_last(at, text->end)
                                             : plain_end(at, text->end);
    }
    unsigned int which = odd_bits(at);
    if (which != 0) {
        return at + __builtin_ctz(which);
    }
    at += 16;
#endif
    return plain_end(at, text->end);
}

/* Where two characters first stand one behind the other, or NULL. */
const char *find_pair(const char *at, const char *end, char one, char other);
/* Copy the characters of ASCII text up to the first that JSON text has to escape, and 0x7f
 * is one here: how many. It may write up to 8 bytes behind them. */
Py_ssize_t copy_plain(char *to, const char *from, Py_ssize_t length);
/* Any value, at its first character, as Python's own `json` reads it. */
PyObject *scan_value(Text *text);
/* A string, at its quote. */
PyObject *scan_string(Text *text);
/* A key, at its quote; the colon behind it is passed. */
PyObject *scan_key(Text *text);
/* A string, at its quote, that is likely to come again: a key or a tag. */
PyObject *scan_known(Text *text);
/* Let go of the strings that are kept. */
void forget_known(void);
/* Pass an escape, at the letter behind its backslash: where it ends, or NULL. */
const char *pass_escape(const char *at, const char *end);
/* A number, at its first character. */
PyObject *scan_number(Text *text);
/* Pass a number, or a word as it is: 0, or -1. */
int pass_number(Text *text, int *is_float);
int pass_word(Text *text, const char *word);

static inline void
skip_blanks(Text *text)
{
    while (text->at < text->end
           && (*text->at == ' ' || *text->at == '\n' || *text->at == '\t' || *text->at == '\r')) {
        text->at++;
    }
}

/* Pass a colon and go to the value behind it: 0, or -1. */
static inline int
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

/* Go to the first item of a container, whose bracket is passed: 1; 0 if it has none. */
static inline int
scan_first(Text *text, char closing)
{
    skip_blanks(text);
    if (text->at < text->end && *text->at == closing) {
        text->at++;
        return 0;
    }
    return 1;
}

/* Go to the next item: 1; 0 behind the end of the container, -1 if neither is there. */
static inline int
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

/* Fill a new container at its bracket; `item` reads one of its elements or members, as `how` says. */
static inline PyObject *
scan_all(Text *text, PyObject *how, PyObject *container, char closing,
         int (*item)(Text *, PyObject *, PyObject *))
{
    if (container == NULL || ++text->depth > DEEPEST) {
        Py_XDECREF(container);
        return NULL;
    }
    text->at++;
    int more = scan_first(text, closing);
    while (more > 0) {
        more = item(text, how, container) < 0 ? -1 : scan_next(text, closing);
    }
    text->depth--;
    if (more < 0) {
        Py_CLEAR(container);
    }
    return container;
}

/* Whether eight bytes, or four, are the same at two places. */
static inline int
is_same_8(const char *at, const char *other)
{
    return memcmp(at, other, 8) == 0;
}

static inline int
is_same_4(const char *at, const char *other)
{
    return memcmp(at, other, 4) == 0;
}

/* Whether two texts are the same; quicker than `memcmp` for the few bytes of a key. */
static inline int
is_same(const char *at, const char *other, Py_ssize_t length)
{
    if (length >= 8) {
        Py_ssize_t last = length - 8;
        for (Py_ssize_t i = 0; i < last; i += 8) {
            if (!is_same_8(at + i, other + i)) {
                return 0;
            }
        }
        return is_same_8(at + last, other + last);
    }
    if (length >= 4) {
        return is_same_4(at, other) && is_same_4(at + length - 4, other + length - 4);
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        if (at[i] != other[i]) {
            return 0;
        }
    }
    return 1;
}

/* Whether the string at its quote is, as it stands there, some ASCII text. */
static inline int
is_string(const Text *text, const char *wanted, Py_ssize_t length)
{
    const char *at = text->at + 1;
    return text->end - at > length && at[length] == '"' && is_same(at, wanted, length);
}

/* Whether a string that was read, from the quote at `start` to where a text is now, stands there
 * as it is: without escapes, which make it shorter. Only such strings may be compared with the
 * text of other messages: a backslash and a letter in a string are an escape in a text. */
static inline int
is_verbatim(const Text *text, const char *start, PyObject *string)
{
    return PyUnicode_IS_COMPACT_ASCII(string)
           && text->at - start == PyUnicode_GET_LENGTH(string) + 2;
}

static inline int
is_ascii_string(const Text *text, PyObject *wanted)
{
    return is_string(text, (const char *)PyUnicode_1BYTE_DATA(wanted),
                     PyUnicode_GET_LENGTH(wanted));
}

/* ------------------------------------------------------------------ pass.c: no values */

/* Pass a string, at its quote, whatever is wrong with it: 0, or -1 if it has no end. */
int pass_string(Text *text);
/* The same of a value, up to the comma or the bracket behind it. */
int pass_value(Text *text);
/* Pass a value that `scan_value` would read, at its first character: 0, or -1. */
int pass_valid(Text *text);
int pass_valid_string(Text *text);
/* The same of a key, at its quote, and the colon behind it. */
int pass_valid_key(Text *text);

#endif
