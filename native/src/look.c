/* A look at a message: whether it surely has one of some tags, without reading it.
 *
 * "Yes" means that to read the message would give that tag; if the look is not thorough, or
 * find it malformed. "No" means nothing. */
#include "core.h"

enum {
    SHORT = 1024, /* Texts up to here are searched for a second tag. */
    RECENT = 64
};

typedef struct {
    PyObject_HEAD
    PyObject *tag;
    PyObject *tags;           /* What was looked for last, and those of it that were met: */
    PyObject *recent[RECENT]; /* each at a place that its text gives. */
    int is_thorough; /* What is passed has to be well-formed. */
    int pause;       /* No looks are left out: they cost little here. */
} Look;

/* Whether a text has a name, with a quote on both sides. */
static int
has_quoted(const char *at, const char *end, const char *name, Py_ssize_t length)
{
    for (; end - at >= length + 2; at++) {
        at = find_pair(at, end - length, '"', name[0]);
        if (at == NULL) {
            return 0;
        }
        if (at[length + 1] == '"' && is_same(at + 1, name, length)) {
            return 1;
        }
    }
    return 0;
}

/* Whether a key surely does not come in the rest of a short text. */
static int
is_nowhere(PyObject *key, const Text *text)
{
    const char *name = (const char *)PyUnicode_1BYTE_DATA(key);
    Py_ssize_t length = PyUnicode_GET_LENGTH(key), rest = text->end - text->at;
    return length > 0 && rest <= SHORT && memchr(text->at, '\\', (size_t)rest) == NULL
           && !has_quoted(text->at, text->end, name, length);
}

/* Pass a key: whether it is ASCII text that is spelled plainly. */
static int
pass_key(Text *text)
{
    if (text->at >= text->end || *text->at != '"') {
        return 0;
    }
    text->at = plain_end_in(text, text->at + 1);
    return text->at < text->end && *text->at++ == '"' && scan_colon(text) == 0;
}

/* Pass the string of a tag: whether it is one of the tags that are looked for. */
static int
pass_tag(Look *look, Text *text)
{
    if (*text->at != '"') {
        return 0;
    }
    PyObject **place = &look->recent[tag_number(text) % RECENT];
    if (*place != NULL && is_ascii_string(text, *place)) {
        text->at += PyUnicode_GET_LENGTH(*place) + 2;
        return 1;
    }
    const char *start = text->at;
    PyObject *string = scan_known(text);
    int is_one = string != NULL && PySet_Contains(look->tags, string) == 1;
    if (is_one && is_verbatim(text, start, string)) {
        Py_XSETREF(*place, Py_NewRef(string));
    }
    Py_XDECREF(string);
    return is_one;
}

/* From now on these tags are looked for. */
static void
look_for(Look *look, PyObject *tags)
{
    if (look->tags != tags) {
        clear_parts(look->recent, RECENT);
        Py_XSETREF(look->tags, Py_NewRef(tags));
    }
}

/* Whether an object has the tag once, and as one of the tags. */
static int
has_tag(Look *look, Text *text)
{
    int found = 0;
    int more = scan_first(text, '}');
    while (more > 0) {
        int is_tag = is_ascii_string(text, look->tag);
        if (!pass_key(text) || (is_tag && (found || !pass_tag(look, text)))
            || (!is_tag && (look->is_thorough ? pass_valid(text) : pass_value(text)) < 0)) {
            return 0;
        }
        if (is_tag && !look->is_thorough && is_nowhere(look->tag, text)) {
            return 1;
        }
        found |= is_tag;
        more = scan_next(text, '}');
    }
    return more == 0 && found;
}

static int
finds_in(Look *look, const char *at, Py_ssize_t length, PyObject *tags)
{
    look_for(look, tags);
    Text text = {at, at + length, at, 1};
    skip_blanks(&text);
    if (text.at >= text.end || *text.at++ != '{' || !has_tag(look, &text)) {
        return 0;
    }
    skip_blanks(&text);
    return text.at == text.end || !look->is_thorough;
}

static int
finds_in_str(Look *look, PyObject *message, PyObject *tags)
{
    if (PyUnicode_IS_COMPACT_ASCII(message)) {
        return finds_in(look, (const char *)PyUnicode_1BYTE_DATA(message),
                        PyUnicode_GET_LENGTH(message), tags);
    }
    PyObject *data = PyUnicode_AsUTF8String(message);
    int is_sure = data != NULL
                  && finds_in(look, PyBytes_AS_STRING(data), PyBytes_GET_SIZE(data), tags);
    Py_XDECREF(data);
    return is_sure;
}

static int
finds_in_dict(const Look *look, PyObject *message, PyObject *tags)
{
    PyObject *tag = look->is_thorough ? NULL : PyDict_GetItemWithError(message, look->tag);
    return tag != NULL && PyUnicode_CheckExact(tag) && PySet_Contains(tags, tag) == 1;
}

static int
finds(Look *look, PyObject *message, PyObject *tags)
{
    if (PySet_GET_SIZE(tags) == 0 || !PyUnicode_IS_COMPACT_ASCII(look->tag)) {
        return 0;
    }
    if (PyBytes_CheckExact(message)) {
        return finds_in(look, PyBytes_AS_STRING(message), PyBytes_GET_SIZE(message), tags);
    }
    if (PyUnicode_CheckExact(message)) {
        return finds_in_str(look, message, tags);
    }
    return PyDict_CheckExact(message) && finds_in_dict(look, message, tags);
}

int
look_finds(PyObject *look, PyObject *message, PyObject *tags)
{
    int is_sure = finds((Look *)look, message, tags);
    if (PyErr_Occurred()) {
        PyErr_Clear();
    }
    return is_sure;
}

static PyObject *
look_call_finds(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    if (count != 2 || !PyFrozenSet_CheckExact(arguments[1])) {
        PyErr_SetString(PyExc_TypeError, "finds(message, tags)");
        return NULL;
    }
    return PyBool_FromLong(look_finds(self, arguments[0], arguments[1]));
}

/* ------------------------------------------------------------------ the tag itself */

/* Pass a member: 0, or -1 where Python has to look. The text of the tag goes to `tag`. */
static int
pass_member(const Look *look, Text *text, PyObject **tag)
{
    int is_tag = is_ascii_string(text, look->tag);
    if (!pass_key(text)) {
        return -1;
    }
    if (!is_tag) {
        return pass_valid(text);
    }
    if (*tag != NULL || *text->at != '"') {
        return -1;
    }
    *tag = scan_string(text);
    return *tag == NULL ? -1 : 0;
}

/* The text that a well-formed object has under the tag, once; NULL where Python has to look. */
static PyObject *
tag_in(const Look *look, const char *at, Py_ssize_t length)
{
    Text text = {at, at + length, at, 1};
    PyObject *tag = NULL;
    skip_blanks(&text);
    if (text.at >= text.end || *text.at++ != '{') {
        return NULL;
    }
    int more = scan_first(&text, '}');
    while (more > 0) {
        more = pass_member(look, &text, &tag) < 0 ? -1 : scan_next(&text, '}');
    }
    skip_blanks(&text);
    if (more < 0 || text.at != text.end) {
        Py_CLEAR(tag);
    }
    return tag;
}

static PyObject *
tag_of(const Look *look, PyObject *message)
{
    if (!PyUnicode_IS_COMPACT_ASCII(look->tag)) {
        return NULL;
    }
    if (PyBytes_CheckExact(message)) {
        return tag_in(look, PyBytes_AS_STRING(message), PyBytes_GET_SIZE(message));
    }
    PyObject *data = PyUnicode_CheckExact(message) ? PyUnicode_AsUTF8String(message) : NULL;
    PyObject *tag = data == NULL
                        ? NULL
                        : tag_in(look, PyBytes_AS_STRING(data), PyBytes_GET_SIZE(data));
    Py_XDECREF(data);
    return tag;
}

static PyObject *
look_call_tag_of(PyObject *self, PyObject *message)
{
    PyObject *tag = tag_of((Look *)self, message);
    if (tag == NULL) {
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    return tag;
}

static PyObject *
look_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(keywords))
{
    PyObject *tag;
    int is_thorough;
    if (!PyArg_ParseTuple(args, "Up:Look", &tag, &is_thorough)) {
        return NULL;
    }
    Look *self = (Look *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->tag = Py_NewRef(tag);
        self->is_thorough = is_thorough;
    }
    return (PyObject *)self;
}

static void
look_dealloc(PyObject *self)
{
    Py_CLEAR(((Look *)self)->tag);
    Py_CLEAR(((Look *)self)->tags);
    clear_parts(((Look *)self)->recent, RECENT);
    Py_TYPE(self)->tp_free(self);
}

static PyMethodDef methods[] = {
    {"finds", (PyCFunction)(void (*)(void))look_call_finds, METH_FASTCALL,
     "finds(message, tags): whether a message surely has one of the tags."},
    {"tag_of", look_call_tag_of, METH_O,
     "tag_of(message): the text under the tag, or None where that is not sure."},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef members[] = {
    {"pause", T_INT, offsetof(Look, pause), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

PyTypeObject LookType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "realtime_codegen_native.Look",
    .tp_doc = "Look(tag, is_thorough): looks whether messages have one of some tags.",
    .tp_basicsize = sizeof(Look),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = look_new,
    .tp_dealloc = look_dealloc,
    .tp_methods = methods,
    .tp_members = members,
};
