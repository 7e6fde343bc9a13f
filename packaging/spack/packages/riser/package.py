# spack repo add packaging/spack; spack install riser. Its syntax is tested, a build with Spack is not; homepage and git are to be filled in.
# FFTW instead of kissfft, which was not found in Spack; the program that is built here is then under the GPL as a whole.
from spack.package import *


class Riser(CMakePackage, CudaPackage):
    """Slurry transport in a deep-sea lifting pipe: transients of mud and nodules, solids and pressure waves in one solver."""

    homepage = "https://example.org/riser"
    git = "https://example.org/riser.git"
    license("Apache-2.0")

    version("main", branch="main")

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")
    depends_on("hdf5@1.10:+hl~mpi")
    depends_on("zlib-api")
    depends_on("yaml-cpp@0.7:")
    depends_on("cli11@2.1:")
    depends_on("udunits@2.2:")
    depends_on("nlohmann-json@3.11:")
    depends_on("fftw@3:")
    depends_on("catch2@2.13:2", type="build")
    depends_on("cuda@12:", when="+cuda")
    depends_on("python@3.9:", type="run")
    depends_on("py-h5py", type="run")
    depends_on("py-xarray", type="run")
    depends_on("py-h5netcdf", type="run")
    depends_on("py-matplotlib", type="run")
    depends_on("py-scipy", type="run")
    depends_on("py-numpy", type="run")

    generator("ninja")

    def cmake_args(self):
        words = [self.define("RISER_CUDA", "ON" if self.spec.satisfies("+cuda") else "OFF"), self.define("RISER_ARCHITECTURE", "native"), self.define("RISER_FFTW", True)]
        if self.spec.satisfies("+cuda"):
            chosen = [f"{number}-real" for number in self.spec.variants["cuda_arch"].value if number != "none"]
            words.append(self.define("RISER_CUDA_ARCHITECTURES", chosen or ["90-real"]))
        return words

    def setup_run_environment(self, env):
        env.set("RISER_PYTHON", self.spec["python"].command.path)  # the one that has the packages above
