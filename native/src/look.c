/* A look at a message: whether it surely has one of some tags, without reading it.
 *
 * "Yes" means that to read the message would give that tag, or find it malformed; "no" means
 * nothing. */
#include "core.h"

/* Pass a key: 1, or 0 for one that is not spelled plainly. */
static int
pass_key(Text *text)
{
    const char *start = text->at;
    return text->at < text->end && *start == '"' && pass_string(text) == 0
           && memchr(start, '\\', (size_t)(text->at - start)) == NULL && scan_colon(text) == 0;
}

/* Pass the string of a tag: whether it is one of the tags. */
static int
pass_tag(Text *text, PyObject *tags)
{
    PyObject *string = *text->at == '"' ? scan_known(text) : NULL;
    int is_one = string != NULL && PySet_Contains(tags, string) == 1;
    Py_XDECREF(string);
    return is_one;
}

/* Whether an object has a tag once, and as one of the tags. */
static int
has_tag(Text *text, PyObject *tag, PyObject *tags)
{
    int found = 0;
    skip_blanks(text);
    if (text->at >= text->end || *text->at++ != '{') {
        return 0;
    }
    int more = scan_first(text, '}');
    while (more > 0) {
        int is_tag = is_ascii_string(text, tag);
        if (!pass_key(text) || (is_tag && (found || !pass_tag(text, tags)))
            || (!is_tag && pass_value(text) < 0)) {
            return 0;
        }
        found |= is_tag;
        more = scan_next(text, '}');
    }
    return more == 0 && found;
}

static int
looks_at(const char *at, Py_ssize_t length, PyObject *tag, PyObject *tags)
{
    Text text = {at, at + length, 0};
    return has_tag(&text, tag, tags);
}

static int
looks_at_str(PyObject *message, PyObject *tag, PyObject *tags)
{
    if (PyUnicode_IS_COMPACT_ASCII(message)) {
        return looks_at((const char *)PyUnicode_1BYTE_DATA(message),
                        PyUnicode_GET_LENGTH(message), tag, tags);
    }
    PyObject *data = PyUnicode_AsUTF8String(message);
    int is_sure = data != NULL
                  && looks_at(PyBytes_AS_STRING(data), PyBytes_GET_SIZE(data), tag, tags);
    Py_XDECREF(data);
    return is_sure;
}

PyObject *
look(PyObject *Py_UNUSED(module), PyObject *const *arguments, Py_ssize_t count)
{
    if (count != 3 || !PyUnicode_CheckExact(arguments[1])
        || !PyFrozenSet_CheckExact(arguments[2])) {
        PyErr_SetString(PyExc_TypeError, "look(message, tag, tags)");
        return NULL;
    }
    PyObject *message = arguments[0], *tag = arguments[1], *tags = arguments[2];
    int is_sure = 0;
    if (PyUnicode_IS_COMPACT_ASCII(tag) && PyBytes_CheckExact(message)) {
        is_sure = looks_at(PyBytes_AS_STRING(message), PyBytes_GET_SIZE(message), tag, tags);
    }
    else if (PyUnicode_IS_COMPACT_ASCII(tag) && PyUnicode_CheckExact(message)) {
        is_sure = looks_at_str(message, tag, tags);
    }
    PyErr_Clear();
    return PyBool_FromLong(is_sure);
}
