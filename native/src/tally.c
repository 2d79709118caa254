/* Counting messages of a recording that fit their declarations, without making anything of them.
 *
 * "No" means that Python has to look at the message: nothing of it is counted then. What is to
 * be counted is noted on the way, and counted at the end of the message. */
#include "tally.h"

enum { MOST_NOTES = 1024 };

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

int
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
