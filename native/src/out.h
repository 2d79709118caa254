/* What is written into: the buffer, and what `out.c` writes into it. */
#ifndef REALTIME_CODEGEN_OUT_H
#define REALTIME_CODEGEN_OUT_H

#include "core.h"

enum { SPARE = 64 };

typedef struct {
    Classes *classes;
    PyTypeObject *unready;
    PyObject *text; /* The str that is written into, or NULL while the desk is. */
    char *start, *at, *end;
    int depth;
} Out;

/* Begin a text. */
void begin_text(Out *out);
/* Go on in a new str with more room: 0, or -1. */
int grow(Out *out, size_t more);
/* What was written, as a str. */
PyObject *finish_text(Out *out);

/* Have room for some bytes, and for SPARE ones behind them. */
static inline int
have_room(Out *out, size_t count)
{
    return (size_t)(out->end - out->at) >= count + SPARE ? 0 : grow(out, count + SPARE);
}

/* Few bytes: there is room for SPARE of them behind whatever was written. */
static inline void
put(Out *out, const char *bytes, size_t count)
{
    memcpy(out->at, bytes, count);
    out->at += count;
}

/* A string with its quotes, and the numbers: 0, or -1. There may be less room than SPARE bytes
 * behind them. */
int write_string(Out *out, PyObject *text);
int write_integer(Out *out, PyObject *value);
int write_float(Out *out, PyObject *value);

#endif
