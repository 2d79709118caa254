/* What stands in the place of a function of a package: it has the attributes of the function,
 * which it calls for whatever it does not do itself. */
#include "core.h"

static PyObject *
function_getattro(PyObject *self, PyObject *name)
{
    PyObject *value = PyObject_GenericGetAttr(self, name);
    PyObject *function = ((Function *)self)->function;
    if (value == NULL && function != NULL && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        value = PyObject_GetAttr(function, name);
    }
    return value;
}

static PyObject *
function_repr(PyObject *self)
{
    return PyObject_Repr(((Function *)self)->function);
}

/* A class may have it as a method. */
PyObject *
function_descr_get(PyObject *self, PyObject *instance, PyObject *Py_UNUSED(type))
{
    return instance == NULL || instance == Py_None ? Py_NewRef(self)
                                                   : PyMethod_New(self, instance);
}

static PyObject *
function_wrapped(PyObject *self, void *Py_UNUSED(closure))
{
    return Py_NewRef(((Function *)self)->function);
}

/* What the type itself has an attribute of the name for. */
static PyObject *
function_attribute(PyObject *self, void *name)
{
    return PyObject_GetAttrString(((Function *)self)->function, name);
}

/* It is pickled by its name, as functions are. */
static PyObject *
function_reduce(PyObject *self, PyObject *Py_UNUSED(none))
{
    return PyObject_GetAttrString(((Function *)self)->function, "__qualname__");
}

/* The types made of it have them too, as Python gives each type a `__doc__`. */
PyGetSetDef function_attributes[] = {
    {.name = "__doc__", .get = function_attribute, .closure = "__doc__"},
    {.name = "__module__", .get = function_attribute, .closure = "__module__"},
    {.name = "__wrapped__", .get = function_wrapped},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef methods[] = {
    {"__reduce__", function_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static int
function_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Function *)self)->function);
    return 0;
}

static int
function_clear(PyObject *self)
{
    Py_CLEAR(((Function *)self)->function);
    return 0;
}

static void
function_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    if (((Function *)self)->references != NULL) {
        PyObject_ClearWeakRefs(self);
    }
    Py_TYPE(self)->tp_clear(self);
    Py_TYPE(self)->tp_free(self);
}

PyTypeObject FunctionType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Function",
    .tp_basicsize = sizeof(Function),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL
                | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_BASETYPE,
    .tp_vectorcall_offset = offsetof(Function, call),
    .tp_weaklistoffset = offsetof(Function, references),
    .tp_call = PyVectorcall_Call,
    .tp_getattro = function_getattro,
    .tp_repr = function_repr,
    .tp_descr_get = function_descr_get,
    .tp_getset = function_attributes,
    .tp_methods = methods,
    .tp_traverse = function_traverse,
    .tp_clear = function_clear,
    .tp_dealloc = function_dealloc,
};
