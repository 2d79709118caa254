/* libFuzzer's way into the core: each input is what `tests.tools.native_fuzz.one` is called with.
 * `make native-fuzz` builds and runs it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <stdlib.h>

PyMODINIT_FUNC PyInit__core(void);
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static PyObject *one;

static void
end(void)
{
    PyErr_Print();
    abort();
}

int
LLVMFuzzerInitialize(int *Py_UNUSED(argc), char ***Py_UNUSED(argv))
{
    setenv("PYTHONMALLOC", "malloc", 1); /* So that the sanitizer sees each object. */
    PyImport_AppendInittab("realtime_codegen_native._core", PyInit__core);
    Py_Initialize();
    PyObject *module = PyImport_ImportModule("tests.tools.native_fuzz");
    one = module == NULL ? NULL : PyObject_GetAttrString(module, "one");
    if (one == NULL) {
        end();
    }
    Py_DECREF(module);
    return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PyObject *result = PyObject_CallFunction(one, "y#", (const char *)data, (Py_ssize_t)size);
    if (result == NULL) {
        end();
    }
    Py_DECREF(result);
    return 0;
}
