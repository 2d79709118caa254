// Runs selfcheck.py in Pyodide, which is CPython compiled to WebAssembly.
// Takes the folder of the repository; prints what the script says.
const { loadPyodide } = require("pyodide");

async function main(repository) {
  const python = await loadPyodide();
  python.FS.mkdir("/repository");
  python.FS.mount(python.FS.filesystems.NODEFS, { root: repository }, "/repository");
  python.runPython(`
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, "/repository/tests/tools")
import selfcheck
sys.stdout.write(selfcheck.main())
`);
}

main(process.argv[2]).catch((error) => {
  console.error(String(error.message).slice(0, 4000));
  process.exit(1);
});
