/* Choices: objects that no text under a key of theirs tells apart, but what else is in them.
 *
 * The core looks at some places of an object and notes what kind of value is there, or which of
 * the declared literals: the signature of the object. What an object with some signature is
 * Python says, once. */
#include "core.h"

#include <math.h>

enum {
    MOST_DECISIONS = 1024, /* As many answers are kept; Python is asked again for others. */
    FIRST_LITERAL = 128    /* Letters from here on are those of literals. */
};

COLLECTED(Choice, choice)

/* Whether it is a tuple of paths, which are tuples of keys. */
static int
are_paths(PyObject *paths)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(paths); i++) {
        PyObject *path = PyTuple_GET_ITEM(paths, i);
        if (!PyTuple_CheckExact(path) || PyTuple_GET_SIZE(path) == 0) {
            PyErr_SetString(PyExc_TypeError, "expected tuples of keys");
            return 0;
        }
    }
    return 1;
}

static PyObject *
choice_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *paths, *literals, *decide;
    if (!PyArg_ParseTuple(args, "O!O!O:Choice", &PyTuple_Type, &paths, &PyDict_Type, &literals,
                          &decide)
        || !are_paths(paths)) {
        return NULL;
    }
    Choice *self = (Choice *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->paths = Py_NewRef(paths);
        self->literals = Py_NewRef(literals);
        self->decide = Py_NewRef(decide);
        self->decisions = PyDict_New();
        if (self->decisions == NULL) {
            Py_CLEAR(self);
        }
    }
    return (PyObject *)self;
}

/* The number of a literal that makes a difference; -1 for any other value, -2 to give up, as for
 * a float that equals an integer. */
static long
literal_number(const Choice *choice, PyObject *value)
{
    PyObject *number = PyDict_GetItemWithError(choice->literals, value);
    if (number == NULL) {
        return PyErr_Occurred() ? -2 : -1;
    }
    if (PyFloat_CheckExact(value) && floor(PyFloat_AS_DOUBLE(value)) == PyFloat_AS_DOUBLE(value)) {
        return -2;
    }
    long literal = PyLong_AsLong(number);
    return literal >= 0 && literal < 256 - FIRST_LITERAL ? literal : -2;
}

/* The letter of a kind of values; 0 for what JSON does not have. */
static int
letter_of_kind(int kind)
{
    switch (kind) {
    case TEXT_KIND:
        return 's';
    case INTEGER_KIND:
        return 'i';
    case FLOAT_KIND:
        return 'f';
    case TRUE_KIND:
        return 'T';
    case FALSE_KIND:
        return 'F';
    case NULL_KIND:
        return 'n';
    case LIST_KIND:
        return 'a';
    case DICT_KIND:
        return 'o';
    default:
        return 0;
    }
}

/* The letter of a value; 0 if Python has to look at it. */
static int
letter_of(const Choice *choice, PyObject *value)
{
    int kind = kind_of(value);
    if (kind & (TEXT_KIND | INTEGER_KIND | FLOAT_KIND)) {
        long number = literal_number(choice, value);
        if (number != -1) {
            return number < 0 ? 0 : FIRST_LITERAL + (int)number;
        }
    }
    return letter_of_kind(kind);
}

/* The letter of what stands at a path, '-' where nothing does; 0 if Python has to look. */
static int
letter_at(const Choice *choice, PyObject *data, PyObject *path)
{
    PyObject *value = Py_NewRef(data);
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(path); i++) {
        if (!PyDict_CheckExact(value)) {
            int is_known = is_parsed(value);
            Py_DECREF(value);
            return is_known ? '-' : 0;
        }
        PyObject *inner = PyDict_GetItemWithError(value, PyTuple_GET_ITEM(path, i));
        Py_XINCREF(inner);
        Py_DECREF(value);
        if (inner == NULL) {
            return PyErr_Occurred() ? 0 : '-';
        }
        value = inner;
    }
    int letter = letter_of(choice, value);
    Py_DECREF(value);
    return letter;
}

static PyObject *
signature_of(const Choice *choice, PyObject *data)
{
    Py_ssize_t count = PyTuple_GET_SIZE(choice->paths);
    PyObject *signature = PyBytes_FromStringAndSize(NULL, count);
    for (Py_ssize_t i = 0; signature != NULL && i < count; i++) {
        int letter = letter_at(choice, data, PyTuple_GET_ITEM(choice->paths, i));
        PyBytes_AS_STRING(signature)[i] = (char)letter;
        if (letter == 0) {
            Py_CLEAR(signature);
        }
    }
    return signature;
}

/* What Python takes objects with a signature for, which is kept. */
static PyObject *
decided(Choice *choice, PyObject *signature)
{
    PyObject *how = PyObject_CallOneArg(choice->decide, signature);
    if (how != NULL
        && (!is_object_plan(how)
            || (PyDict_GET_SIZE(choice->decisions) < MOST_DECISIONS
                && PyDict_SetItem(choice->decisions, signature, how) < 0))) {
        Py_CLEAR(how);
    }
    return how;
}

PyObject *
choose(Choice *choice, PyObject *data)
{
    PyObject *signature = signature_of(choice, data);
    if (signature == NULL) {
        return NULL;
    }
    PyObject *how = PyDict_GetItemWithError(choice->decisions, signature);
    if (how != NULL) {
        Py_INCREF(how);
    }
    else if (!PyErr_Occurred()) {
        how = decided(choice, signature);
    }
    Py_DECREF(signature);
    return how;
}

PyTypeObject ChoiceType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Choice",
    .tp_doc = "Choice(paths, literals, decide): objects told by what stands at some places.",
    .tp_basicsize = sizeof(Choice),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = choice_new,
    .tp_traverse = choice_traverse,
    .tp_clear = choice_clear,
    .tp_dealloc = choice_dealloc,
};
