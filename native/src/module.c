/* The module: what packages call, and the way back to Python where the core gives up. */
#include "core.h"

/* ------------------------------------------------------------------ Reader */

typedef struct {
    PyObject_HEAD
    vectorcallfunc call;
    union {
        struct {
            PyObject *how, *make, *fallback;
        };
        PyObject *parts[3];
    };
} Reader;

COLLECTED(Reader, reader)

/* A str that is not ASCII is read from a copy, since it would keep its own for ever. */
static PyObject *
read_str(PyObject *how, PyObject *message)
{
    if (PyUnicode_IS_COMPACT_ASCII(message)) {
        return read_text(how, (const char *)PyUnicode_1BYTE_DATA(message),
                         PyUnicode_GET_LENGTH(message));
    }
    PyObject *data = PyUnicode_AsUTF8String(message);
    if (data == NULL) {
        return NULL;
    }
    PyObject *event = read_text(how, PyBytes_AS_STRING(data), PyBytes_GET_SIZE(data));
    Py_DECREF(data);
    return event;
}

static PyObject *
read_message(PyObject *how, PyObject *message)
{
    if (PyBytes_CheckExact(message)) {
        return read_text(how, PyBytes_AS_STRING(message), PyBytes_GET_SIZE(message));
    }
    if (PyUnicode_CheckExact(message)) {
        return read_str(how, message);
    }
    return PyDict_CheckExact(message) ? convert_object(how, message, 0) : NULL;
}

/* Whether Python is to be asked: not for what ends a program, as KeyboardInterrupt does. */
static int
gives_up(void)
{
    if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_Exception)) {
        return 0;
    }
    PyErr_Clear();
    return 1;
}

/* Ask for the plan at the first message: whether there is one. */
static int
has_plan(Reader *reader)
{
    if (reader->how == NULL) {
        PyObject *made = PyObject_CallNoArgs(reader->make);
        if (made == NULL && is_passing_error()) {
            return 0;
        }
        if (made == NULL) {
            PyErr_Clear();
            made = Py_NewRef(Py_None);
        }
        if (reader->how == NULL) {
            reader->how = made;
        }
        else { /* Another thread was quicker, and may be reading by its own. */
            Py_DECREF(made);
        }
    }
    PyTypeObject *type = Py_TYPE(reader->how);
    return type == &TaggedType || type == &RecordType || type == &ChoiceType
           || type == &MappingType;
}

static PyObject *
reader_call(PyObject *self, PyObject *const *arguments, size_t count, PyObject *names)
{
    Reader *reader = (Reader *)self;
    if (PyVectorcall_NARGS(count) == 1 && names == NULL) {
        PyObject *event = has_plan(reader) ? read_message(reader->how, arguments[0]) : NULL;
        if (event != NULL || !gives_up()) {
            return event;
        }
    }
    return PyObject_Vectorcall(reader->fallback, arguments, count, names);
}

static PyObject *
reader_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *make, *fallback;
    if (!PyArg_ParseTuple(args, "OO:Reader", &make, &fallback)) {
        return NULL;
    }
    Reader *self = (Reader *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->call = reader_call;
        self->make = Py_NewRef(make);
        self->fallback = Py_NewRef(fallback);
    }
    return (PyObject *)self;
}

PyTypeObject ReaderType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Reader",
    .tp_doc = "Reader(make, fallback): reads a message, or has the fallback read it.",
    .tp_basicsize = sizeof(Reader),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_vectorcall_offset = offsetof(Reader, call),
    .tp_call = PyVectorcall_Call,
    .tp_new = reader_new,
    .tp_traverse = reader_traverse,
    .tp_clear = reader_clear,
    .tp_dealloc = reader_dealloc,
};

/* ------------------------------------------------------------------ Checker */

typedef struct {
    PyObject_HEAD
    vectorcallfunc call;
    union {
        struct {
            PyObject *records, *find, *fallback;
        };
        PyObject *parts[3];
    };
    Known known[KNOWN_CLASSES]; /* Borrowed references to what `records` has. */
} Checker;

static int
checker_traverse(PyObject *self, visitproc visit, void *arg)
{
    return visit_parts(PARTS_OF((Checker *)self), visit, arg);
}

static int
checker_clear(PyObject *self)
{
    memset(((Checker *)self)->known, 0, sizeof ((Checker *)self)->known);
    clear_parts(PARTS_OF((Checker *)self));
    return 0;
}

static void
checker_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    checker_clear(self);
    Py_TYPE(self)->tp_free(self);
}

/* The Record of a class, or None; a borrowed reference. */
static PyObject *
ask_for_record(Checker *checker, PyObject *type)
{
    PyObject *record = PyDict_GetItemWithError(checker->records, type);
    if (record == NULL && !PyErr_Occurred()) {
        PyObject *found = PyObject_CallOneArg(checker->find, type);
        if (found != NULL && PyDict_SetItem(checker->records, type, found) == 0) {
            record = PyDict_GetItemWithError(checker->records, type);
        }
        Py_XDECREF(found);
    }
    return record;
}

/* The same, as a Record or NULL. */
static Record *
find_record(Checker *checker, PyTypeObject *type)
{
    Known *known = known_of(checker->known, type);
    if (known->type != type) {
        PyObject *record = ask_for_record(checker, (PyObject *)type);
        if (record == NULL || !Py_IS_TYPE(record, &RecordType)) {
            return NULL;
        }
        known->type = type;
        known->record = (Record *)record;
    }
    return known->record;
}

static PyObject *
checker_call(PyObject *self, PyObject *const *arguments, size_t count, PyObject *names)
{
    Checker *checker = (Checker *)self;
    if (PyVectorcall_NARGS(count) == 3 && names == NULL) {
        Record *record = find_record(checker, Py_TYPE(arguments[2]));
        if (record != NULL && check_record(record, arguments[2], 0)) {
            Py_RETURN_NONE;
        }
        if (!gives_up()) {
            return NULL;
        }
    }
    return PyObject_Vectorcall(checker->fallback, arguments, count, names);
}

static PyObject *
checker_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *find, *fallback;
    if (!PyArg_ParseTuple(args, "OO:Checker", &find, &fallback)) {
        return NULL;
    }
    Checker *self = (Checker *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->call = checker_call;
        self->records = PyDict_New();
        self->find = Py_NewRef(find);
        self->fallback = Py_NewRef(fallback);
        if (self->records == NULL) {
            Py_CLEAR(self);
        }
    }
    return (PyObject *)self;
}

PyTypeObject CheckerType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Checker",
    .tp_doc = "Checker(find, fallback): lets events that fit pass; the fallback judges others.",
    .tp_basicsize = sizeof(Checker),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_vectorcall_offset = offsetof(Checker, call),
    .tp_call = PyVectorcall_Call,
    .tp_new = checker_new,
    .tp_traverse = checker_traverse,
    .tp_clear = checker_clear,
    .tp_dealloc = checker_dealloc,
};

/* ------------------------------------------------------------------ Decoder */

typedef struct {
    Function base;
    union {
        struct {
            PyObject *reader, *checker, *name, *strict;
        };
        PyObject *parts[4];
    };
} Decoder;

static int
decoder_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Decoder *)self)->base.function);
    return visit_parts(PARTS_OF((Decoder *)self), visit, arg);
}

static int
decoder_clear(PyObject *self)
{
    Py_CLEAR(((Decoder *)self)->base.function);
    clear_parts(PARTS_OF((Decoder *)self));
    return 0;
}

/* Whether a call is `decode(message)`: 0; with `strict=True` 1; -1 for any other. The names of
 * keywords are interned, or else left to Python. */
static int
strictness(const Decoder *decoder, PyObject *const *arguments, size_t count, PyObject *names)
{
    if (PyVectorcall_NARGS(count) != 1) {
        return -1;
    }
    if (names == NULL || PyTuple_GET_SIZE(names) == 0) {
        return 0;
    }
    if (PyTuple_GET_SIZE(names) != 1 || PyTuple_GET_ITEM(names, 0) != decoder->strict) {
        return -1;
    }
    return arguments[1] == Py_True ? 1 : arguments[1] == Py_False ? 0 : -1;
}

static PyObject *
decoder_call(PyObject *self, PyObject *const *arguments, size_t count, PyObject *names)
{
    Decoder *decoder = (Decoder *)self;
    int is_strict = strictness(decoder, arguments, count, names);
    if (is_strict < 0) {
        return PyObject_Vectorcall(decoder->base.function, arguments, count, names);
    }
    PyObject *event = reader_call(decoder->reader, arguments, 1, NULL);
    if (event != NULL && is_strict) {
        PyObject *given[] = {decoder->name, arguments[0], event};
        PyObject *checked = checker_call(decoder->checker, given, 3, NULL);
        if (checked == NULL) {
            Py_CLEAR(event);
        }
        Py_XDECREF(checked);
    }
    return event;
}

static PyObject *
decoder_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *reader, *checker, *name, *function;
    if (!PyArg_ParseTuple(args, "O!O!UO:Decoder", &ReaderType, &reader, &CheckerType, &checker,
                          &name, &function)) {
        return NULL;
    }
    Decoder *self = (Decoder *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->base.call = decoder_call;
        self->base.function = Py_NewRef(function);
        self->reader = Py_NewRef(reader);
        self->checker = Py_NewRef(checker);
        self->name = Py_NewRef(name);
        self->strict = PyUnicode_InternFromString("strict");
        if (self->strict == NULL) {
            Py_CLEAR(self);
        }
    }
    return (PyObject *)self;
}

PyTypeObject DecoderType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Decoder",
    .tp_basicsize = sizeof(Decoder),
    .tp_base = &FunctionType,
    .tp_vectorcall_offset = offsetof(Function, call),
    .tp_call = PyVectorcall_Call,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_getset = function_attributes,
    .tp_new = decoder_new,
    .tp_traverse = decoder_traverse,
    .tp_clear = decoder_clear,
};

/* ------------------------------------------------------------------ Writer */

typedef struct {
    Function base;
    Classes classes;
} Writer;

static int
writer_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Writer *)self)->base.function);
    return visit_parts(PARTS_OF(&((Writer *)self)->classes), visit, arg);
}

static int
writer_clear(PyObject *self)
{
    Writer *writer = (Writer *)self;
    memset(writer->classes.known, 0, sizeof writer->classes.known);
    Py_CLEAR(writer->base.function);
    clear_parts(PARTS_OF(&writer->classes));
    return 0;
}

static PyObject *
writer_call(PyObject *self, PyObject *const *arguments, size_t count, PyObject *names)
{
    Writer *writer = (Writer *)self;
    if (PyVectorcall_NARGS(count) == 1 && names == NULL) {
        PyObject *text = write_text(&writer->classes, arguments[0]);
        if (text != NULL || !gives_up()) {
            return text;
        }
    }
    return PyObject_Vectorcall(writer->base.function, arguments, count, names);
}

static PyObject *
writer_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *find, *function;
    if (!PyArg_ParseTuple(args, "OO:Writer", &find, &function)) {
        return NULL;
    }
    Writer *self = (Writer *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->base.call = writer_call;
        self->base.function = Py_NewRef(function);
        self->classes.find = Py_NewRef(find);
        self->classes.records = PyDict_New();
        if (self->classes.records == NULL) {
            Py_CLEAR(self);
        }
    }
    return (PyObject *)self;
}

PyTypeObject WriterType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Writer",
    .tp_basicsize = sizeof(Writer),
    .tp_base = &FunctionType,
    .tp_vectorcall_offset = offsetof(Function, call),
    .tp_call = PyVectorcall_Call,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_getset = function_attributes,
    .tp_new = writer_new,
    .tp_traverse = writer_traverse,
    .tp_clear = writer_clear,
};

/* ------------------------------------------------------------------ the module */

/* The numbers that a package needs: what it has agreed on, and the bits of kinds. */
static int
add_numbers(PyObject *module)
{
    static const struct {
        const char *name;
        int value;
    } numbers[] = {
        {"ABI", ABI},
        {"TEXT", TEXT_KIND},
        {"INTEGER", INTEGER_KIND},
        {"FLOAT", FLOAT_KIND},
        {"BOOLEAN", BOOLEAN_KIND},
        {"TRUE", TRUE_KIND},
        {"FALSE", FALSE_KIND},
        {"NULL", NULL_KIND},
        {"LIST", LIST_KIND},
        {"DICT", DICT_KIND},
        {"ANYTHING", ANYTHING_KIND},
    };
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (PyModule_AddIntConstant(module, numbers[i].name, numbers[i].value) < 0) {
            return -1;
        }
    }
    return 0;
}

static int
fill_module(PyObject *module)
{
    PyTypeObject *types[] = {&ValueType,   &TaggedType, &MappingType, &ChoiceType, &PlacesType,
                             &CheckType,   &RecordType, &ReaderType,  &CheckerType, &WriterType,
                             &DecoderType, &LookType,   &RouteType,   &SortType,   &PlaceType,
                             &WaysType,    &DispatchType};
    if (PyInterpreterState_Get() != PyInterpreterState_Main()) {
        PyErr_SetString(PyExc_ImportError, "the core works in the main interpreter alone");
        return -1;
    }
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (PyModule_AddType(module, types[i]) < 0) {
            return -1;
        }
    }
    return add_numbers(module);
}

static void
free_module(void *Py_UNUSED(module))
{
    forget_known();
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, fill_module},
#ifdef Py_mod_multiple_interpreters
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED},
#endif
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "realtime_codegen_native._core",
    .m_doc = "The native core of packages that realtime-codegen makes.",
    .m_slots = slots,
    .m_free = free_module,
};

PyMODINIT_FUNC
PyInit__core(void)
{
    return PyModuleDef_Init(&definition);
}
