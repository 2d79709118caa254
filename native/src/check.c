/* Whether an instance fits its class, for strict decoding.
 *
 * As in the package's own checks, "no" only means that the walk of strict decoding has to
 * judge. So errors are no answer of their own here: they are cleared, and mean "no". */
#include "core.h"

static inline int check_value(Check *check, PyObject *value, int depth);

static int
check_elements(Check *check, PyObject *list, int depth)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
        if (!check_value(check, PyList_GET_ITEM(list, i), depth)) {
            return 0;
        }
    }
    return 1;
}

/* Each element by its place. */
static int
check_places(const Places *places, PyObject *list, int depth)
{
    Py_ssize_t length = PyList_GET_SIZE(list);
    if (length < places->required + PyTuple_GET_SIZE(places->after)) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) { /* Python may change it. */
        Check *check = (Check *)place_at(places, i, length);
        if (check == NULL || !check_value(check, PyList_GET_ITEM(list, i), depth)) {
            return 0;
        }
    }
    return PyList_GET_SIZE(list) == length;
}

/* A list: each element alike, or by its place. */
static int
check_list(PyObject *how, PyObject *list, int depth)
{
    return Py_IS_TYPE(how, &PlacesType) ? check_places((Places *)how, list, depth)
                                        : check_elements((Check *)how, list, depth);
}

static int
check_items(Check *check, PyObject *dict, int depth)
{
    PyObject *key, *item;
    Py_ssize_t position = 0;
    while (PyDict_Next(dict, &position, &key, &item)) {
        if (!check_value(check, item, depth)) {
            return 0;
        }
    }
    return 1;
}

/* Whether a string or a number is one of the literals. */
static int
check_literal(Check *check, PyObject *value, int kind)
{
    if (PySet_Contains(check->literals, value) != 1) {
        return 0;
    }
    if (kind == TEXT_KIND) {
        Py_XSETREF(check->recent, Py_NewRef(value));
    }
    return 1;
}

/* Whether an instance is of one of the classes, and fits it. */
static int
check_instance(Check *check, PyObject *value, int depth)
{
    PyObject *record = check->recent;
    if (record == NULL || !Py_IS_TYPE(record, &RecordType)
        || !Py_IS_TYPE(value, (PyTypeObject *)((Record *)record)->type)) {
        record = PyDict_GetItemWithError(check->classes, (PyObject *)Py_TYPE(value));
        if (record == NULL || !Py_IS_TYPE(record, &RecordType)) {
            return 0;
        }
        Py_XSETREF(check->recent, Py_NewRef(record));
    }
    return check_record((Record *)record, value, depth + 1);
}

static int
check_parts(Check *check, PyObject *value, int kind, int depth)
{
    if ((kind & (TEXT_KIND | INTEGER_KIND | FLOAT_KIND)) && check->literals != NULL) {
        return check_literal(check, value, kind);
    }
    if (kind == LIST_KIND && check->element != NULL) {
        return check_list(check->element, value, depth + 1);
    }
    if (kind == DICT_KIND && check->item != NULL) {
        return check_items((Check *)check->item, value, depth + 1);
    }
    return kind == 0 && check->classes != NULL && check_instance(check, value, depth);
}

static int
asks_python(Check *check, PyObject *value)
{
    PyErr_Clear();
    PyObject *answer = PyObject_CallOneArg(check->function, value);
    int fits = answer != NULL && PyObject_IsTrue(answer) == 1;
    Py_XDECREF(answer);
    return fits;
}

/* What the kind of a value does not tell. It may run Python, which may drop the value. */
static int
check_closely(Check *check, PyObject *value, int kind, int depth)
{
    if (depth >= DEEPEST) {
        return 0;
    }
    Py_INCREF(value);
    int fits = check_parts(check, value, kind, depth)
               || (check->function != NULL && asks_python(check, value));
    Py_DECREF(value);
    return fits;
}

static inline int
check_value(Check *check, PyObject *value, int depth)
{
    if (value == check->recent) {
        return 1;
    }
    int kind = kind_of(value);
    return (check->kinds & (ANYTHING_KIND | kind)) != 0
           || check_closely(check, value, kind, depth);
}

static inline int
check_field(const Record *record, const Field *field, PyObject *instance, int depth)
{
    PyObject *value = *slot_of(instance, field);
    if (value == record->unset) {
        return !field->required;
    }
    return value != NULL && check_value((Check *)field->check, value, depth);
}

static int
check_fields(Record *record, PyObject *instance, int depth)
{
    for (int i = 0; i < record->count; i++) {
        if (!check_field(record, &record->fields[i], instance, depth)) {
            return 0;
        }
    }
    return !record->refuses_others
           || *slot_of(instance, &record->fields[record->count]) == record->unset;
}

int
check_record(Record *record, PyObject *instance, int depth)
{
    int fits = Py_IS_TYPE(instance, (PyTypeObject *)record->type)
               && ((record->is_checked && record_is_current(record))
                   || record_has_checks(record) == 0)
               && check_fields(record, instance, depth);
    return fits && (depth > 0 || !PyErr_Occurred());
}
