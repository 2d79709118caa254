/* Counting messages of a recording that fit their declarations, without making anything of them.
 *
 * "No" means that Python has to look at the message: nothing of it is counted then. What is to
 * be counted is noted on the way, and counted at the end of the message. */
#include "core.h"

enum { MOST_NOTES = 1024 };

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

/* A message under way: the counts that go up if it fits, and the number of its next object. */
typedef struct {
    Text text;
    int notes;
    long long *noted[MOST_NOTES];
} Walk;

static unsigned long long objects_met = 0;

static int walk_value(Walk *walk, Sort *sort);

static int
note(Walk *walk, long long *count)
{
    if (walk->notes >= MOST_NOTES) {
        return -1;
    }
    walk->noted[walk->notes++] = count;
    return 0;
}

/* ------------------------------------------------------------------ plain values */

/* Whether what was passed is spelled as one of the literals. */
static int
is_literal(const Sort *sort, const char *start, const char *end)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(sort->literals); i++) {
        PyObject *literal = PyTuple_GET_ITEM(sort->literals, i);
        if (PyBytes_GET_SIZE(literal) == end - start
            && memcmp(PyBytes_AS_STRING(literal), start, (size_t)(end - start)) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The kind of the plain value that is passed, or 0. */
static int
pass_plain(Text *text)
{
    int is_float;
    switch (*text->at) {
    case '"':
        return pass_valid_string(text) < 0 ? 0 : TEXT_KIND;
    case 't':
        return pass_word(text, "true") < 0 ? 0 : BOOLEAN_KIND;
    case 'f':
        return pass_word(text, "false") < 0 ? 0 : BOOLEAN_KIND;
    case 'n':
        return pass_word(text, "null") < 0 ? 0 : NULL_KIND;
    default:
        return pass_number(text, &is_float) < 0 ? 0 : is_float ? FLOAT_KIND : INTEGER_KIND;
    }
}

/* ------------------------------------------------------------------ objects */

static int
define_entry(Entry *entry, PyObject *given)
{
    PyObject *name, *sort;
    if (!PyArg_ParseTuple(given, "UO!p", &name, &SortType, &sort, &entry->required)
        || !PyUnicode_IS_COMPACT_ASCII(name)) {
        return -1;
    }
    entry->name = Py_NewRef(name);
    entry->sort = Py_NewRef(sort);
    entry->key = (const char *)PyUnicode_1BYTE_DATA(name);
    entry->length = PyUnicode_GET_LENGTH(name);
    return plain_end(entry->key, entry->key + entry->length) == entry->key + entry->length ? 0 : -1;
}

static void
forget_entries(Entry *entries, int count)
{
    for (int i = 0; entries != NULL && i < count; i++) {
        clear_parts(PARTS_OF(&entries[i]));
    }
    PyMem_Free(entries);
}

static int
define_entries(Place *place, PyObject *given)
{
    int count = (int)PyList_GET_SIZE(given), required = 0;
    Entry *entries = PyMem_Calloc((size_t)count + 1, sizeof(Entry));
    if (entries == NULL) {
        return -1;
    }
    for (int i = 0; i < count; i++) {
        if (define_entry(&entries[i], PyList_GET_ITEM(given, i)) < 0) {
            forget_entries(entries, count);
            return -1;
        }
        entries[i].next = i + 1 < count ? i + 1 : 0;
        required += entries[i].required;
    }
    place->entries = entries;
    place->count = count;
    place->required = required;
    return 0;
}

static int
place_is_ready(Place *place)
{
    if (place->entries != NULL) {
        return 1;
    }
    PyObject *made = PyObject_CallNoArgs(place->make);
    int is_ready = place->entries != NULL /* Another thread was quicker. */
                   || (made != NULL && PyList_CheckExact(made) && PyList_GET_SIZE(made) < 10000
                       && define_entries(place, made) == 0);
    Py_XDECREF(made);
    return is_ready;
}

/* The index of the field whose key is at its quote, which is expected to be `next`; -1 for none. */
static int
entry_at(const Text *text, const Place *place, int next)
{
    if (place->count > 0
        && is_string(text, place->entries[next].key, place->entries[next].length)) {
        return next;
    }
    for (int i = 0; i < place->count; i++) {
        if (is_string(text, place->entries[i].key, place->entries[i].length)) {
            return i;
        }
    }
    return -1;
}

/* Pass a member: the index of its field, or -1. */
static int
walk_member(Walk *walk, Place *place, int next, unsigned long long number)
{
    Text *text = &walk->text;
    if (text->at >= text->end || *text->at != '"') {
        return -1;
    }
    int index = entry_at(text, place, next);
    if (index < 0 || place->entries[index].seen_at == number) {
        return -1;
    }
    Entry *entry = &place->entries[index];
    entry->seen_at = number;
    text->at += entry->length + 2;
    if (scan_colon(text) < 0 || walk_value(walk, (Sort *)entry->sort) < 0
        || note(walk, &entry->count) < 0) {
        return -1;
    }
    return index;
}

static int
walk_place(Walk *walk, Place *place)
{
    Text *text = &walk->text;
    if (!place_is_ready(place) || ++text->depth > DEEPEST || note(walk, &place->objects) < 0) {
        return -1;
    }
    unsigned long long number = ++objects_met;
    int *next = &place->first, required = place->required;
    text->at++;
    int more = scan_first(text, '}');
    while (more > 0) {
        int index = walk_member(walk, place, *next, number);
        if (index < 0) {
            return -1;
        }
        *next = index;
        next = &place->entries[index].next;
        required -= place->entries[index].required;
        more = scan_next(text, '}');
    }
    text->depth--;
    return more < 0 || required > 0 ? -1 : 0;
}

static int
walk_object(Walk *walk, PyObject *how)
{
    while (how != NULL && Py_IS_TYPE(how, &WaysType)) {
        Text ahead = walk->text;
        PyObject *tag = find_tag(&ahead, ((Ways *)how)->tag) < 0 ? NULL : scan_known(&ahead);
        how = tag == NULL ? NULL : PyDict_GetItemWithError(((Ways *)how)->branches, tag);
        Py_XDECREF(tag);
    }
    return how == NULL ? -1 : walk_place(walk, (Place *)how);
}

/* ------------------------------------------------------------------ values */

static int
walk_array(Walk *walk, Sort *element)
{
    Text *text = &walk->text;
    if (++text->depth > DEEPEST) {
        return -1;
    }
    text->at++;
    int more = scan_first(text, ']');
    while (more > 0) {
        more = walk_value(walk, element) < 0 ? -1 : scan_next(text, ']');
    }
    text->depth--;
    return more;
}

static int
walk_value(Walk *walk, Sort *sort)
{
    Text *text = &walk->text;
    const char *start = text->at;
    if (start >= text->end) {
        return -1;
    }
    if (*start == '{') {
        return sort->object == NULL ? -1 : walk_object(walk, sort->object);
    }
    if (*start == '[') {
        return sort->element == NULL ? -1 : walk_array(walk, (Sort *)sort->element);
    }
    int kind = pass_plain(text);
    return kind != 0 && ((sort->kinds & kind) != 0 || is_literal(sort, start, text->at)) ? 0 : -1;
}

static int
counts(Ways *ways, const char *at, Py_ssize_t length)
{
    Walk walk;
    walk.text = (Text){at, at + length, at, 0};
    walk.notes = 0;
    skip_blanks(&walk.text);
    if (walk.text.at >= walk.text.end || *walk.text.at != '{'
        || walk_object(&walk, (PyObject *)ways) < 0) {
        return 0;
    }
    skip_blanks(&walk.text);
    if (walk.text.at != walk.text.end) {
        return 0;
    }
    for (int i = 0; i < walk.notes; i++) {
        ++*walk.noted[i];
    }
    return 1;
}

/* ------------------------------------------------------------------ Sort */

COLLECTED(Sort, sort)

static int
is_tuple_of_bytes(PyObject *given)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(given); i++) {
        if (!PyBytes_CheckExact(PyTuple_GET_ITEM(given, i))) {
            return 0;
        }
    }
    return 1;
}

static PyObject *
optional(PyObject *given)
{
    return given == Py_None ? NULL : Py_NewRef(given);
}

static int
is_way(PyObject *given)
{
    return Py_IS_TYPE(given, &PlaceType) || Py_IS_TYPE(given, &WaysType);
}

static PyObject *
sort_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    int kinds;
    PyObject *literals, *element, *object;
    if (!PyArg_ParseTuple(args, "iO!OO:Sort", &kinds, &PyTuple_Type, &literals, &element,
                          &object)) {
        return NULL;
    }
    if (!is_tuple_of_bytes(literals) || (element != Py_None && !Py_IS_TYPE(element, &SortType))
        || (object != Py_None && !is_way(object))) {
        PyErr_SetString(PyExc_TypeError, "Sort(kinds, literals, element, object)");
        return NULL;
    }
    Sort *self = (Sort *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->kinds = kinds;
        self->literals = Py_NewRef(literals);
        self->element = optional(element);
        self->object = optional(object);
    }
    return (PyObject *)self;
}

static PyMemberDef sort_members[] = {
    {"element", T_OBJECT, offsetof(Sort, element), READONLY, NULL},
    {"object", T_OBJECT, offsetof(Sort, object), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

PyTypeObject SortType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Sort",
    .tp_doc = "Sort(kinds, literals, element, object): what a value that is counted may be.",
    .tp_basicsize = sizeof(Sort),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = sort_new,
    .tp_members = sort_members,
    .tp_traverse = sort_traverse,
    .tp_clear = sort_clear,
    .tp_dealloc = sort_dealloc,
};

/* ------------------------------------------------------------------ Place */

static int
place_traverse(PyObject *self, visitproc visit, void *arg)
{
    Place *place = (Place *)self;
    for (int i = 0; i < place->count; i++) {
        int result = visit_parts(PARTS_OF(&place->entries[i]), visit, arg);
        if (result != 0) {
            return result;
        }
    }
    return visit_parts(PARTS_OF(place), visit, arg);
}

static int
place_clear(PyObject *self)
{
    Place *place = (Place *)self;
    Entry *entries = place->entries;
    int count = place->count;
    place->entries = NULL;
    place->count = 0;
    forget_entries(entries, count);
    clear_parts(PARTS_OF(place));
    return 0;
}

static void
place_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    place_clear(self);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *
place_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *make;
    if (!PyArg_ParseTuple(args, "O:Place", &make)) {
        return NULL;
    }
    Place *self = (Place *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->make = Py_NewRef(make);
    }
    return (PyObject *)self;
}

/* What was counted, which is forgotten: the objects, and of each field its name, its count and
 * its Sort. */
static PyObject *
place_taken(PyObject *self, PyObject *Py_UNUSED(none))
{
    Place *place = (Place *)self;
    PyObject *fields = PyList_New(0);
    for (int i = 0; fields != NULL && i < place->count; i++) {
        Entry *entry = &place->entries[i];
        PyObject *field = Py_BuildValue("OLO", entry->name, entry->count, entry->sort);
        if (field == NULL || PyList_Append(fields, field) < 0) {
            Py_CLEAR(fields);
        }
        Py_XDECREF(field);
    }
    PyObject *taken = fields == NULL ? NULL : Py_BuildValue("LN", place->objects, fields);
    for (int i = 0; taken != NULL && i < place->count; i++) {
        place->entries[i].count = 0;
    }
    place->objects = taken == NULL ? place->objects : 0;
    return taken;
}

static PyMethodDef place_methods[] = {
    {"taken", place_taken, METH_NOARGS, "taken(): what was counted since it was taken last."},
    {NULL, NULL, 0, NULL},
};

PyTypeObject PlaceType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Place",
    .tp_doc = "Place(make): objects of one class at one place in messages.",
    .tp_basicsize = sizeof(Place),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = place_new,
    .tp_methods = place_methods,
    .tp_traverse = place_traverse,
    .tp_clear = place_clear,
    .tp_dealloc = place_dealloc,
};

/* ------------------------------------------------------------------ Ways */

COLLECTED(Ways, ways)

static PyObject *
ways_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *tag, *branches, *key, *branch;
    Py_ssize_t position = 0;
    if (!PyArg_ParseTuple(args, "UO!:Ways", &tag, &PyDict_Type, &branches)) {
        return NULL;
    }
    if (!PyUnicode_IS_COMPACT_ASCII(tag)) {
        PyErr_SetString(PyExc_ValueError, "a tag is ASCII text");
        return NULL;
    }
    while (PyDict_Next(branches, &position, &key, &branch)) {
        if (!is_way(branch)) {
            PyErr_SetString(PyExc_TypeError, "a branch is a Place or Ways");
            return NULL;
        }
    }
    Ways *self = (Ways *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->tag = Py_NewRef(tag);
        self->branches = PyDict_Copy(branches);
        if (self->branches == NULL) {
            Py_CLEAR(self);
        }
    }
    return (PyObject *)self;
}

static PyObject *
ways_counts(PyObject *self, PyObject *message)
{
    if (!PyBytes_CheckExact(message)) {
        Py_RETURN_FALSE;
    }
    int is_counted = counts((Ways *)self, PyBytes_AS_STRING(message), PyBytes_GET_SIZE(message));
    PyErr_Clear();
    return PyBool_FromLong(is_counted);
}

static PyMethodDef ways_methods[] = {
    {"counts", ways_counts, METH_O, "counts(line): whether it fits; it is counted then."},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef ways_members[] = {
    {"branches", T_OBJECT, offsetof(Ways, branches), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

PyTypeObject WaysType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Ways",
    .tp_doc = "Ways(tag, branches): objects that a tag tells apart.",
    .tp_basicsize = sizeof(Ways),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = ways_new,
    .tp_methods = ways_methods,
    .tp_members = ways_members,
    .tp_traverse = ways_traverse,
    .tp_clear = ways_clear,
    .tp_dealloc = ways_dealloc,
};
