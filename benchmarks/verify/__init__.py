"""The analytic cases: the program a user gets is run, its HDF5 snapshots are read back and compared with exact answers."""
