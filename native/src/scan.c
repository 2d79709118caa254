/* JSON text to Python values, exactly as the standard library's scanner reads it.
 *
 * What it would refuse, and what it would read in an unusual way, is given up: NaN, control
 * characters, lone surrogates, integers beyond 64 bits, invalid UTF-8, deep nesting. */
#include "core.h"

#include <float.h>
#if defined(__GNUC__) && defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BLOCK = 64, WIDE = 512, KNOWN = 1024, LONGEST_KNOWN = 64, DIGITS = 18, NUMBER = 64 };

static inline int
is_plain(unsigned char character)
{
    return (character >= 0x20) & (character < 0x80) & (character != '"') & (character != '\\');
}

#ifdef __GNUC__
typedef signed char Vector __attribute__((vector_size(16)));

/* Which of sixteen characters are odd: those from 0x80 on are negative here. */
static inline Vector
odd_ones(const char *at, int odd)
{
    Vector vector;
    memcpy(&vector, at, sizeof vector);
    return (vector < 0x20) | (vector == '"') | (vector == '\\') | (vector == (signed char)odd);
}

/* Whether a block has no odd character, and not the one that is given either. */
static inline int
is_plain_block(const char *at, int odd)
{
    uint64_t halves[2];
    Vector all = odd_ones(at, odd) | odd_ones(at + 16, odd) | odd_ones(at + 32, odd)
                 | odd_ones(at + 48, odd);
    memcpy(halves, &all, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}
#else
static inline int
is_plain_block(const char *at, int odd)
{
    for (int i = 0; i < BLOCK; i++) {
        if (!is_plain((unsigned char)at[i]) || at[i] == odd) {
            return 0;
        }
    }
    return 1;
}
#endif

#if defined(__GNUC__) && defined(__x86_64__)
/* How many characters, a multiple of BLOCK, have no odd one among them; they are copied if
 * `to` is not NULL. For processors with wider vectors than those that all have. */
__attribute__((target("avx2"))) static Py_ssize_t
pass_wide_blocks(char *to, const char *from, Py_ssize_t length, char odd)
{
    const __m256i space = _mm256_set1_epi8(0x20), quote = _mm256_set1_epi8('"'),
                  backslash = _mm256_set1_epi8('\\'), other = _mm256_set1_epi8(odd);
    Py_ssize_t i = 0;
    for (; length - i >= BLOCK; i += BLOCK) {
        __m256i one = _mm256_loadu_si256((const __m256i *)(from + i));
        __m256i two = _mm256_loadu_si256((const __m256i *)(from + i + 32));
        /* Those from 0x80 on are negative here. */
        __m256i low = _mm256_cmpgt_epi8(space, _mm256_min_epi8(one, two));
        __m256i first = _mm256_or_si256(_mm256_cmpeq_epi8(one, quote),
                                        _mm256_cmpeq_epi8(one, backslash));
        __m256i second = _mm256_or_si256(_mm256_cmpeq_epi8(two, quote),
                                         _mm256_cmpeq_epi8(two, backslash));
        __m256i others = _mm256_or_si256(_mm256_cmpeq_epi8(one, other),
                                         _mm256_cmpeq_epi8(two, other));
        __m256i all = _mm256_or_si256(_mm256_or_si256(low, others),
                                      _mm256_or_si256(first, second));
        if (!_mm256_testz_si256(all, all)) {
            break;
        }
        if (to != NULL) {
            _mm256_storeu_si256((__m256i *)(to + i), one);
            _mm256_storeu_si256((__m256i *)(to + i + 32), two);
        }
    }
    return i;
}

static inline Py_ssize_t
pass_blocks(char *to, const char *from, Py_ssize_t length, char odd)
{
    return length >= WIDE && __builtin_cpu_supports("avx2")
               ? pass_wide_blocks(to, from, length, odd)
               : 0;
}
#else
static inline Py_ssize_t
pass_blocks(char *to, const char *from, Py_ssize_t length, char odd)
{
    (void)to, (void)from, (void)length, (void)odd;
    return 0;
}
#endif

#if defined(__GNUC__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define EACH(byte) (0x0101010101010101u * (uint64_t)(byte))

/* The high bit of each of eight bytes that is zero. Above the first it may be wrong. */
static inline uint64_t
zeros(uint64_t word)
{
    return (word - EACH(1)) & ~word;
}

/* Pass whole words that are plain, at most `limit` bytes: 1 if it came to an odd byte. */
static inline int
pass_words(const char **at, const char *end, int limit)
{
    const char *stop = end - *at > limit ? *at + limit : end;
    for (; stop - *at >= 8; *at += 8) {
        uint64_t word;
        memcpy(&word, *at, 8);
        uint64_t odd = zeros(word ^ EACH('"')) | zeros(word ^ EACH('\\'));
        odd = (odd | ((word - EACH(0x20)) & ~word) | word) & EACH(0x80);
        if (odd != 0) {
            *at += __builtin_ctzll(odd) / 8;
            return 1;
        }
    }
    return 0;
}

/* Copy eight bytes if each of them is written as it is: whether it did. */
static inline int
copy_word(char *to, const char *from)
{
    uint64_t word;
    memcpy(&word, from, 8);
    uint64_t odd = zeros(word ^ EACH('"')) | zeros(word ^ EACH('\\')) | zeros(word ^ EACH(0x7f));
    odd = (odd | ((word - EACH(0x20)) & ~word) | word) & EACH(0x80);
    memcpy(to, &word, 8);
    return odd == 0;
}

/* The same for four to eight bytes, of which some are in both halves. */
static inline int
copy_halves(char *to, const char *from, Py_ssize_t length)
{
    char both[8], copied[8];
    memcpy(both, from, 4);
    memcpy(both + 4, from + length - 4, 4);
    memcpy(to, both, 4);
    memcpy(to + length - 4, both + 4, 4);
    return copy_word(copied, both);
}
#else
static inline int
copy_word(char *to, const char *from)
{
    (void)to, (void)from;
    return 0;
}

static inline int
copy_halves(char *to, const char *from, Py_ssize_t length)
{
    (void)to, (void)from, (void)length;
    return 0;
}

static inline int
pass_words(const char **at, const char *end, int limit)
{
    (void)at, (void)end, (void)limit;
    return 0;
}
#endif

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

/* The same as pass_words, with sixteen bytes at a time. */
static inline int
pass_vectors(const char **at, const char *end, int limit)
{
    const char *stop = end - *at > limit ? *at + limit : end;
    for (; stop - *at >= 16; *at += 16) {
        unsigned int which = odd_bits(*at);
        if (which != 0) {
            *at += __builtin_ctz(which);
            return 1;
        }
    }
    return 0;
}

/* Pass the last characters, fewer than sixteen, of a text that has sixteen or more. */
static inline const char *
pass_last(const char *at, const char *end)
{
    unsigned int which = odd_bits(end - 16) >> (16 - (end - at));
    return which == 0 ? end : at + __builtin_ctz(which);
}
#else
static inline int
pass_vectors(const char **at, const char *end, int limit)
{
    return pass_words(at, end, limit);
}
#endif

const char *
plain_end(const char *at, const char *end)
{
    const char *start = at;
    if (pass_vectors(&at, end, BLOCK)) { /* Most strings are short. */
        return at;
    }
    at += pass_blocks(NULL, at, end - at, '"');
    while (end - at >= BLOCK && is_plain_block(at, '"')) {
        at += BLOCK;
    }
#ifdef __SSE2__
    if (end - at < 16 && at - start >= 16) {
        return pass_last(at, end);
    }
#else
    (void)start;
#endif
    if (pass_words(&at, end, BLOCK)) {
        return at;
    }
    while (at < end && is_plain((unsigned char)*at)) {
        at++;
    }
    return at;
}

const char *
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

const char *
find_pair(const char *at, const char *end, char one, char other)
{
#ifdef __SSE2__
    const __m128i ones = _mm_set1_epi8(one), others = _mm_set1_epi8(other);
    for (; end - at >= 17; at += 16) {
        __m128i both = _mm_and_si128(
            _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)at), ones),
            _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(at + 1)), others));
        int which = _mm_movemask_epi8(both);
        if (which != 0) {
            return at + __builtin_ctz((unsigned int)which);
        }
    }
#endif
    for (; end - at >= 2; at++) {
        if (at[0] == one && at[1] == other) {
            return at;
        }
    }
    return NULL;
}

/* Whether characters stay as they are in text that is written. */
static inline int
is_verbatim(unsigned char character)
{
    return is_plain(character) & (character != 0x7f);
}

Py_ssize_t
copy_plain(char *to, const char *from, Py_ssize_t length)
{
    Py_ssize_t i = pass_blocks(to, from, length, 0x7f);
    for (; length - i >= BLOCK && is_plain_block(from + i, 0x7f); i += BLOCK) {
        memcpy(to + i, from + i, BLOCK);
    }
    while (length - i >= 8 && copy_word(to + i, from + i)) {
        i += 8;
    }
    if (i > 0 && length - i < 8 && copy_word(to + length - 8, from + length - 8)) {
        return length;
    }
    if (length - i < 8 && length - i >= 4 && copy_halves(to + i, from + i, length - i)) {
        return length;
    }
    for (; i < length && is_verbatim((unsigned char)from[i]); i++) {
        to[i] = from[i];
    }
    return i;
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

static PyObject *
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
