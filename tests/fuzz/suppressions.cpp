// Leaks of libraries on their way out of an error, which are not ours to mend: udunits' scanner keeps the word it choked on (4 bytes
// a wrong unit), HDF5 keeps parts of objects that it could not read.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:utlex\nleak:libudunits2\nleak:libhdf5\n"; }
