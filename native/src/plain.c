/* The characters that JSON text has as they are: where they end, and copying them.
 *
 * Nearly all of a message are such characters, so they are passed by many at a time. */
#include "core.h"

#if defined(__GNUC__) && defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BLOCK = 64, WIDE = 512 };

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
is_written_as_is(unsigned char character)
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
    for (; i < length && is_written_as_is((unsigned char)from[i]); i++) {
        to[i] = from[i];
    }
    return i;
}
