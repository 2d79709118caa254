/* What messages that are counted may be, and what was counted of them. */
#ifndef REALTIME_CODEGEN_TALLY_H
#define REALTIME_CODEGEN_TALLY_H

#include "core.h"

/* What a value may be: of some kinds, one of some literals as they are spelled, an array of
 * `element`, or an object as `object`, which is a Place or Ways. */
typedef struct {
    PyObject_HEAD
    union {
        struct {
            PyObject *literals, *element, *object;
        };
        PyObject *parts[3];
    };
    int kinds;
} Sort;

typedef struct {
    union {
        struct {
            PyObject *name, *sort;
        };
        PyObject *parts[2];
    };
    const char *key;
    Py_ssize_t length;
    long long count;
    unsigned long long seen_at; /* The object that had it last. */
    int next;
    int required;
} Entry;

/* The objects of one class at one place in messages: how many, and how many have each field.
 * `make` is asked for the fields when the first such object is met. */
typedef struct {
    PyObject_HEAD
    union {
        struct {
            PyObject *make;
        };
        PyObject *parts[1];
    };
    Entry *entries;
    int count;
    int required;
    int first;
    long long objects;
} Place;

/* Objects that a tag tells apart. */
typedef struct {
    PyObject_HEAD
    union {
        struct {
            PyObject *tag, *branches;
        };
        PyObject *parts[2];
    };
} Ways;

/* Whether the fields of a Place are known, which is asked for them at first. */
int place_is_ready(Place *place);
/* Whether a message fits; it is counted then. */
int counts(Ways *ways, const char *at, Py_ssize_t length);

#endif
