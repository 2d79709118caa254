/* The common way of a message through a dispatcher: a look, decoding, and whether its class has
 * handlers. What is to be done with those Python says. */
#include "core.h"

/* What a dispatcher says of itself whenever its handlers change: `look` at a message for one of
 * the tags `skipped`, `decode` it, and find its handlers `by_class`. */
typedef struct {
    PyObject_HEAD
    union {
        struct {
            PyObject *look, *skipped, *decode, *by_class;
        };
        PyObject *parts[4];
    };
} Route;

COLLECTED(Route, route)

static PyObject *
route_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *look, *skipped, *decode, *by_class;
    if (!PyArg_ParseTuple(args, "OOOO!:Route", &look, &skipped, &decode, &PyDict_Type,
                          &by_class)) {
        return NULL;
    }
    if ((look != Py_None && !Py_IS_TYPE(look, &LookType)) || !PyFrozenSet_CheckExact(skipped)) {
        PyErr_SetString(PyExc_TypeError, "expected a Look, or None, and a frozenset");
        return NULL;
    }
    Route *self = (Route *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->look = look == Py_None ? NULL : Py_NewRef(look);
        self->skipped = Py_NewRef(skipped);
        self->decode = Py_NewRef(decode);
        self->by_class = Py_NewRef(by_class);
    }
    return (PyObject *)self;
}

PyTypeObject RouteType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Route",
    .tp_doc = "Route(look, skipped, decode, by_class): what a dispatcher does with a message.",
    .tp_basicsize = sizeof(Route),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = route_new,
    .tp_traverse = route_traverse,
    .tp_clear = route_clear,
    .tp_dealloc = route_dealloc,
};

/* ------------------------------------------------------------------ Dispatch */

/* Stands in the place of the method: `route` and `give` are the names of what it asks the
 * dispatcher for. */
typedef struct {
    Function base;
    PyObject *route, *give;
} Dispatch;

/* Whether a message is surely one that nobody handles. */
static int
is_skipped(const Route *route, PyObject *message)
{
    return route->look != NULL && look_finds(route->look, message, route->skipped);
}

/* Have the dispatcher give an event to its handlers: those that are known, or NULL. */
static PyObject *
give_event(const Dispatch *dispatch, PyObject *dispatcher, PyObject *event, PyObject *plan)
{
    PyObject *arguments[] = {dispatcher, event, plan};
    return PyObject_VectorcallMethod(dispatch->give, arguments, plan == NULL ? 2 : 3, NULL);
}

static PyObject *
dispatch_message(const Dispatch *dispatch, const Route *route, PyObject *dispatcher,
                 PyObject *message)
{
    if (is_skipped(route, message)) {
        Py_RETURN_FALSE;
    }
    PyObject *event = PyObject_CallOneArg(route->decode, message);
    if (event == NULL) {
        return NULL;
    }
    PyObject *result = NULL;
    PyObject *plan = PyDict_GetItemWithError(route->by_class, (PyObject *)Py_TYPE(event));
    if (plan != NULL && PyTuple_CheckExact(plan) && PyTuple_GET_SIZE(plan) == 0) {
        result = Py_NewRef(Py_False);
    }
    else if (!PyErr_Occurred()) {
        Py_XINCREF(plan);
        result = give_event(dispatch, dispatcher, event, plan);
        Py_XDECREF(plan);
    }
    Py_DECREF(event);
    return result;
}

/* Whether it is a message, as it comes from a transport; subclasses are left to Python. */
static int
is_message(PyObject *message)
{
    return PyBytes_CheckExact(message) || PyUnicode_CheckExact(message)
           || PyDict_CheckExact(message);
}

static PyObject *
dispatch_call(PyObject *self, PyObject *const *arguments, size_t count, PyObject *names)
{
    Dispatch *dispatch = (Dispatch *)self;
    if (PyVectorcall_NARGS(count) == 2 && names == NULL && is_message(arguments[1])) {
        PyObject *route = PyObject_GetAttr(arguments[0], dispatch->route);
        if (route == NULL) {
            if (!PyErr_ExceptionMatches(PyExc_AttributeError)) {
                return NULL;
            }
            PyErr_Clear();
        }
        else if (Py_IS_TYPE(route, &RouteType)) {
            PyObject *result = dispatch_message(dispatch, (Route *)route, arguments[0],
                                                arguments[1]);
            Py_DECREF(route);
            return result;
        }
        Py_XDECREF(route);
    }
    return PyObject_Vectorcall(dispatch->base.function, arguments, count, names);
}

static PyObject *
dispatch_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *route, *give, *function;
    if (!PyArg_ParseTuple(args, "UUO:Dispatch", &route, &give, &function)) {
        return NULL;
    }
    Dispatch *self = (Dispatch *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->base.call = dispatch_call;
        self->base.function = Py_NewRef(function);
        self->route = Py_NewRef(route);
        self->give = Py_NewRef(give);
    }
    return (PyObject *)self;
}

static int
dispatch_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Dispatch *)self)->base.function);
    return 0;
}

static int
dispatch_clear(PyObject *self)
{
    Py_CLEAR(((Dispatch *)self)->base.function);
    Py_CLEAR(((Dispatch *)self)->route);
    Py_CLEAR(((Dispatch *)self)->give);
    return 0;
}

PyTypeObject DispatchType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Dispatch",
    .tp_basicsize = sizeof(Dispatch),
    .tp_base = &FunctionType,
    .tp_vectorcall_offset = offsetof(Function, call),
    .tp_call = PyVectorcall_Call,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL
                | Py_TPFLAGS_METHOD_DESCRIPTOR,
    .tp_descr_get = function_descr_get,
    .tp_getset = function_attributes,
    .tp_new = dispatch_new,
    .tp_traverse = dispatch_traverse,
    .tp_clear = dispatch_clear,
};
