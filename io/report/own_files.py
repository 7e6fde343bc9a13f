"""Pages and pictures are written only where nothing stands that Riser did not make: see io/results/own_files.hpp, whose list this keeps too."""
import fcntl
import os
import stat
import zlib

LIST = "riser.files"
HEADING = "# Riser made these in this folder. It removes and replaces no others.\n"
LARGEST_LIST = 64 << 20  # [bytes]


class ForeignFile(ValueError):
    """Something stands where Riser would write, and Riser did not make it, or it was changed since."""


def entries_of(text):
    """(kind, checksum, name) of every whole line."""
    for line in text.splitlines(keepends=True):
        words = line.rstrip("\n").split(" ", 2)
        if line.endswith("\n") and len(words) == 3 and words[0] in ("file", "folder"):
            yield tuple(words)


def checksum(data):
    return f"{zlib.crc32(data):08x}"


class Folder:
    """An open folder with its list. Nothing is reached through a link below it."""

    def __init__(self, path, above=None):
        self.path = path
        how = os.O_RDONLY | os.O_DIRECTORY | (0 if above is None else os.O_NOFOLLOW)
        self.handle = os.open(path if above is None else path.name, how, dir_fd=above)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.handle)

    def _trouble(self, entries, name, base):
        try:
            found = os.stat(name, dir_fd=self.handle, follow_symlinks=False)
        except FileNotFoundError:
            return None
        listed = [entry for entry in entries if entry[2] == base]
        if not listed:
            return "Riser did not make it"
        for kind, seal, _ in listed:
            if kind == "folder" and stat.S_ISDIR(found.st_mode):
                return None
            if kind == "file" and stat.S_ISREG(found.st_mode) and (seal == "-" or name != base or checksum(self._read(name)) == seal):
                return None
        return "it was changed since Riser made it"

    def _read(self, name):
        with open(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=self.handle), "rb") as file:
            return file.read()

    def _claim(self, kind, seal, name):
        """Enters a name before it is made; refuses one that stands there and is not in the list."""
        how = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK
        with open(os.open(LIST, how, 0o644, dir_fd=self.handle), "r+b", buffering=0) as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode) or state.st_nlink > 1 or state.st_size > LARGEST_LIST:
                raise ForeignFile(f"{self.path / LIST} is not the list that Riser keeps; move it away")
            fcntl.flock(file, fcntl.LOCK_EX)
            text = os.pread(file.fileno(), LARGEST_LIST, 0).decode(errors="surrogateescape")
            entries = list(entries_of(text))
            for each in (name, name + ".part"):
                trouble = self._trouble(entries, each, name)
                if trouble:
                    raise ForeignFile(f"{self.path / each} is there, and {trouble}; move it away")
            if (kind, seal, name) in entries:
                return
            whole = text[:text.rfind("\n") + 1].encode(errors="surrogateescape")
            os.ftruncate(file.fileno(), len(whole))
            file.write(((HEADING if not whole else "") + f"{kind} {seal} {name}\n").encode())
            os.fsync(file.fileno())

    def folder(self, name):
        """A folder of Riser's below this one."""
        self._claim("folder", "-", name)
        try:
            os.mkdir(name, dir_fd=self.handle)
        except FileExistsError:
            pass
        return Folder(self.path / name, self.handle)

    def write(self, name, data):
        """Writes `data` (bytes or text) beside and renames, so that a reader never meets half of it."""
        data = data.encode() if isinstance(data, str) else data
        self._claim("file", checksum(data), name)
        part = name + ".part"
        try:
            os.unlink(part, dir_fd=self.handle)
        except FileNotFoundError:
            pass
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644, dir_fd=self.handle), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.rename(part, name, src_dir_fd=self.handle, dst_dir_fd=self.handle)
