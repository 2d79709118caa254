/* The parts of the core, and what they hand each other. docs: native/README.md */
#ifndef REALTIME_CODEGEN_CORE_H
#define REALTIME_CODEGEN_CORE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <structmember.h>

#include "text.h"

#ifdef Py_GIL_DISABLED
#error "The core relies on the GIL; packages work without the core."
#endif

enum {
    ABI = 9,            /* Changes with what the core asks of a package: interface.py. */
    LONGEST_RECENT = 64 /* Strings up to here are shared with the last event. */
};

/*
 * Everything that reads returns NULL where it gives up: with an exception, if one was
 * raised, or without one, if the input is unusual. `Reader` and `Checker` then call the
 * Python function that defines what is to happen.
 */

/* ------------------------------------------------------------------ plan.c, bind.c */

/* How a value is read. `object` is a Record, a Tagged, a Mapping, a Choice or a Python function
 * of a dict; `array` is a Value for the elements, a Places or a Python function of a list. NULL: the
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
 * `absent` (or NULL) is for objects without a tag, `other` for all others: what `object` may be, or
 * a Record that takes objects whole, with the string under the key `named`. `recent` has the
 * tags that were met in texts last, by a number made of them, each with its branch. */
enum { RECENT_TAGS = 64 };

typedef struct {
    PyObject_HEAD
    union {
        struct {
            PyObject *tag, *branches, *find, *absent, *other, *named;
            PyObject *recent[2 * RECENT_TAGS];
        };
        PyObject *parts[6 + 2 * RECENT_TAGS];
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

/* An object that is told by what stands at some places in it. `paths` has the keys that lead to
 * each, and `literals` a number for each text and number that makes a difference there. `decide`
 * is asked what to read an object as, by its signature: a letter for what stands at each place;
 * `decisions` keeps the answers. */
typedef struct {
    PyObject_HEAD
    union {
        struct {
            PyObject *paths, *literals, *decide, *decisions;
        };
        PyObject *parts[4];
    };
} Choice;

/* An array by places: a Value, or a Check, for each of the first elements and each of the last
 * ones, and `rest` for those between them, or NULL. Of `items` the first `required` must be
 * there for the array to fit. */
typedef struct {
    PyObject_HEAD
    union {
        struct {
            PyObject *items, *rest, *after;
        };
        PyObject *parts[3];
    };
    Py_ssize_t required;
    PyTypeObject *type; /* Of all of them. */
} Places;

/* Whether a value fits: by its kind, as one of `literals`, which are strings and numbers, an
 * instance of one of `classes` (Records by type), a list of `element`, which may be a Places, a
 * dict of `item`, or by a Python function. `recent` is the string that fitted last, or the Record. */
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
    TRUE_KIND = 8,
    NULL_KIND = 16,
    LIST_KIND = 32,
    DICT_KIND = 64,
    ANYTHING_KIND = 128,
    FALSE_KIND = 256,
    BOOLEAN_KIND = TRUE_KIND | FALSE_KIND
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

/* A class. Its fields, and what checks them, are asked for when it is first met. One that takes
 * objects whole has one field, for the tag; what stands in the place of `unknown_fields` is the
 * object as it came. */
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
    int is_whole;
    int is_checked;
    int refuses_others;
    unsigned int version;
} Record;

extern PyTypeObject ValueType, TaggedType, MappingType, PlacesType, CheckType, RecordType;
extern PyTypeObject ChoiceType;
extern PyTypeObject ReaderType, CheckerType, WriterType, DecoderType;

/* Whether something may be `object` of a Value. */
int is_object_plan(PyObject *plan);
/* How an element of an array is read, by its index and by the length of the array, which does
 * not count where nothing is `after`; NULL: it stays as it is. */
Value *place_at(const Places *places, Py_ssize_t index, Py_ssize_t length);
/* What a Choice takes an object for, a new reference; NULL, perhaps with an exception, if it is
 * for Python to say. */
PyObject *choose(Choice *choice, PyObject *data);
/* Whether a value is of a type that parsing JSON makes; a subclass is left to Python. */
int is_parsed(PyObject *data);
/* The kind of a value of such a type; 0 for any other. */
static inline int
kind_of(PyObject *value)
{
    PyTypeObject *type = Py_TYPE(value);
    return type == &PyUnicode_Type ? TEXT_KIND
           : type == &PyLong_Type  ? INTEGER_KIND
           : type == &PyFloat_Type ? FLOAT_KIND
           : value == Py_True      ? TRUE_KIND
           : value == Py_False     ? FALSE_KIND
           : value == Py_None      ? NULL_KIND
           : type == &PyList_Type  ? LIST_KIND
           : type == &PyDict_Type  ? DICT_KIND
                                   : 0;
}
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
/* A list as what `array` of a Value may be. */
PyObject *convert_array(PyObject *how, PyObject *data, int depth);
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
