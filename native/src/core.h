/* The parts of the core, and what they hand each other. docs: native/README.md */
#ifndef REALTIME_CODEGEN_CORE_H
#define REALTIME_CODEGEN_CORE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <structmember.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#ifdef Py_GIL_DISABLED
#error "The core relies on the GIL; packages work without the core."
#endif

enum {
    ABI = 4,            /* Changes with what the core asks of a package. */
    DEEPEST = 64,       /* Messages that nest deeper are left to Python. */
    LONGEST_RECENT = 64 /* Strings up to here are shared with the last event. */
};

/*
 * Everything that reads returns NULL where it gives up: with an exception, if one was
 * raised, or without one, if the input is unusual. `Reader` and `Checker` then call the
 * Python function that defines what is to happen.
 */

/* ------------------------------------------------------------------ plan.c, bind.c */

/* How a value is read. `object` is a Record, a Tagged, a Mapping or a Python function of a
 * dict; `array` is a Value for the elements, a Places or a Python function of a list. NULL: the
 * value stays as it is. `texts` has the declared strings, so that events share them. */
typedef struct {
    PyObject_HEAD
    union {
        struct {
            PyObject *texts, *object, *array;
        };
        PyObject *parts[3];
    };
} Value;

/* An object that is told by the string under the key `tag`. `branches` has what `object`
 * of a Value may be, by that string; `find` is asked for those that were not met yet.
 * `absent` (or NULL) is for objects without a tag, `other` for all others. `recent` has the
 * tags that were met in texts last, by a number made of them, each with its branch. */
enum { RECENT_TAGS = 64 };

typedef struct {
    PyObject_HEAD
    union {
        struct {
            PyObject *tag, *branches, *find, *absent, *other;
            PyObject *recent[2 * RECENT_TAGS];
        };
        PyObject *parts[5 + 2 * RECENT_TAGS];
    };
} Tagged;

/* An object with any keys, each value read as one Value. */
typedef struct {
    PyObject_HEAD
    union {
        struct {
            PyObject *value;
        };
        PyObject *parts[1];
    };
} Mapping;

/* An array whose first elements are read as one Value each, in their order, and others as
 * `rest`, or left as they are. */
typedef struct {
    PyObject_HEAD
    union {
        struct {
            PyObject *items, *rest;
        };
        PyObject *parts[2];
    };
} Places;

/* Whether a value fits: by its kind, as one of `literals`, which are strings and numbers, an
 * instance of one of `classes` (Records by type), a list of `element`, a dict of `item`, or by
 * a Python function. `recent` is the string that fitted last, or the Record. */
typedef struct {
    PyObject_HEAD
    union {
        struct {
            PyObject *literals, *classes, *element, *item, *function, *recent;
        };
        PyObject *parts[6];
    };
    int kinds;
} Check;

enum {
    TEXT_KIND = 1,
    INTEGER_KIND = 2,
    FLOAT_KIND = 4,
    BOOLEAN_KIND = 8,
    NULL_KIND = 16,
    LIST_KIND = 32,
    DICT_KIND = 64,
    ANYTHING_KIND = 128
};

/* One attribute of a class: the slot that it is in, and how it is read, checked and written
 * (`written`: a comma, the key and a colon, and zeros, as bytes). */
typedef struct {
    union {
        struct {
            PyObject *name, *attribute, *descriptor, *value, *check, *recent, *written;
        };
        PyObject *parts[7];
    };
    const char *key; /* The name with its quotes and a colon, if it is plain ASCII, or NULL. */
    Py_ssize_t key_length;
    Py_ssize_t offset;
    int next; /* The index of the field that came behind this one last time. */
    int required;
    int leads; /* Written before those that do not. */
} Field;

/* A field as it is written: its slot, and what stands before its value, which may be read in
 * steps of STEP bytes. */
typedef struct {
    Py_ssize_t offset;
    const char *lead;
    size_t length;
} Line;

enum { STEP = 16 };

/* BINDING: a thread asks Python for the fields; until it is done, others leave it to Python.
 * BROKEN: Python reads the class from now on. */
enum { UNBOUND, BINDING, BOUND, BROKEN };

/* A class. Its fields, and what checks them, are asked for when it is first met. */
typedef struct {
    PyObject_HEAD
    union {
        struct {
            PyObject *type, *unset, *make_fields, *make_checks, *index, *extra;
        };
        PyObject *parts[6];
    };
    Field *fields; /* Behind the declared ones: `unknown_fields`. */
    Py_ssize_t slots; /* Where the slots of all fields begin, if they are in a row, or 0. */
    Line *lines;   /* Of all fields, those that lead first; then all in the order of `fields`. */
    int count;
    int first;
    int state;
    int is_checked;
    int refuses_others;
    unsigned int version;
} Record;

extern PyTypeObject ValueType, TaggedType, MappingType, PlacesType, CheckType, RecordType;
extern PyTypeObject ReaderType, CheckerType, WriterType, DecoderType;

/* Whether something may be `object` of a Value. */
int is_object_plan(PyObject *plan);
/* How an element of an array is read, by its index; NULL: it stays as it is. */
Value *place_at(const Places *places, Py_ssize_t index);
/* What a tag stands for, a borrowed reference; NULL, perhaps with an exception, if nothing. */
PyObject *tagged_branch(Tagged *tagged, PyObject *tag);
/* Have a Record know its fields. 0, or -1 where Python has to read the class. */
int bind_record(Record *record);

/* Whether a Record knows its fields, and the class was not changed since. */
static inline int
record_is_current(const Record *record)
{
    unsigned int version = ((PyTypeObject *)record->type)->tp_version_tag;
    return record->version != 0 && record->version == version;
}

/* The same as bind_record, quick where the class was not changed since. */
static inline int
record_is_ready(Record *record)
{
    return record_is_current(record) ? 0 : bind_record(record);
}

/* Whether an exception is set that may not come again, as for want of memory or of stack;
 * a TypeError says that a plan is wrong. */
int is_passing_error(void);
/* Have a Record know the checks of its fields as well. */
int record_has_checks(Record *record);
/* The index of a declared name, or -1; -2 with an exception. */
int record_field(Record *record, PyObject *name);

static inline PyObject **
slot_of(PyObject *instance, const Field *field)
{
    return (PyObject **)((char *)instance + field->offset);
}

/* A reference that may be None in Python, and is NULL then. */
PyObject *given(PyObject *object);
/* Whether an argument is None, or fits what is wanted; if not, there is a TypeError. */
int is_none_or(PyObject *object, int fits, const char *wanted);
/* For the types whose references stand in `parts`. */
int visit_parts(PyObject **parts, size_t count, visitproc visit, void *arg);
void clear_parts(PyObject **parts, size_t count);

#define PARTS_OF(object) (object)->parts, sizeof((object)->parts) / sizeof((object)->parts[0])

#define COLLECTED(Type, prefix)                                                              \
    static int prefix##_traverse(PyObject *self, visitproc visit, void *arg)                 \
    {                                                                                        \
        return visit_parts(PARTS_OF((Type *)self), visit, arg);                              \
    }                                                                                        \
    static int prefix##_clear(PyObject *self)                                                \
    {                                                                                        \
        clear_parts(PARTS_OF((Type *)self));                                                 \
        return 0;                                                                            \
    }                                                                                        \
    static void prefix##_dealloc(PyObject *self)                                             \
    {                                                                                        \
        PyObject_GC_UnTrack(self);                                                           \
        clear_parts(PARTS_OF((Type *)self));                                                 \
        Py_TYPE(self)->tp_free(self);                                                        \
    }

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

/* Whether a key stands here with its quotes and the colon, as nearly all are written. */
static inline int
is_key_of(const Text *text, const Field *field)
{
    return field->key != NULL && text->end - text->at > field->key_length
           && is_same(text->at, field->key, field->key_length);
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

/* ------------------------------------------------------------------ read.c, convert.c */

/* A number made of a tag, at its quote, for the place where it is kept. Tags that belong
 * together often differ in their ends and their lengths alone. */
unsigned int tag_number(const Text *text);
/* Go to the string under a key of an object, at its bracket, if it is seen soon: 0, or -1. */
int find_tag(Text *text, PyObject *name);
/* A whole JSON text as `how`, which is what `object` of a Value may be. */
PyObject *read_text(PyObject *how, const char *at, Py_ssize_t length);
/* A dict as `how`. */
PyObject *convert_object(PyObject *how, PyObject *data, int depth);
/* A value that was parsed already. */
PyObject *convert_value(Value *value, PyObject *data, int depth);
/* The declared string that a string equals, or itself; takes the reference to it. */
PyObject *shared_text(PyObject *texts, PyObject *text);
/* Put UNSET where a new instance has nothing. */
void fill_slots(Record *record, PyObject *instance);

/* ------------------------------------------------------------------ check.c */

/* Whether an instance of the class of a Record surely fits: 1, or 0; no exception is set. */
int check_record(Record *record, PyObject *instance, int depth);

/* ------------------------------------------------------------------ write.c */

enum { KNOWN_CLASSES = 64 };

/* The Record of a class, at the place that the address of the class gives it. */
typedef struct {
    PyTypeObject *type;
    Record *record;
} Known;

static inline Known *
known_of(Known *all, const PyTypeObject *type)
{
    return &all[((uintptr_t)type >> 5) % KNOWN_CLASSES];
}

/* The classes whose instances are written: `find` is asked for a Record, or None, and
 * `records` keeps it. `known` has borrowed references to the keys and values of that. */
typedef struct {
    union {
        struct {
            PyObject *records, *find;
        };
        PyObject *parts[2];
    };
    Known known[KNOWN_CLASSES];
} Classes;

/* A value as compact JSON text. */
PyObject *write_text(Classes *classes, PyObject *value);
/* A comma, the key and a colon as bytes, of which `length` count; behind them are zeros. */
PyObject *written_key(PyObject *name, size_t *length);

/* ------------------------------------------------------------------ function.c */

/* The base of what stands in the place of a function. */
typedef struct {
    PyObject_HEAD
    vectorcallfunc call;
    PyObject *function;
    PyObject *references; /* The weak ones. */
} Function;

extern PyTypeObject FunctionType;
extern PyGetSetDef function_attributes[];
/* Types that are called as methods have to name it themselves. */
PyObject *function_descr_get(PyObject *self, PyObject *instance, PyObject *type);

/* ------------------------------------------------------------------ tally.c */

extern PyTypeObject SortType, PlaceType, WaysType;

/* ------------------------------------------------------------------ look.c, dispatch.c */

extern PyTypeObject LookType, RouteType, DispatchType;

/* Whether a Look finds that a message surely has one of some tags; no exception is set. */
int look_finds(PyObject *look, PyObject *message, PyObject *tags);

#endif
