"""A case of OpenFOAM's driftFluxFoam from the numbers of FrontCase: one column of cells, no turbulence, the cheapest settings that converge.

Settings are the ones that cost driftFluxFoam least: no momentum predictor, two pressure correctors, conjugate gradients with incomplete
Cholesky, which is exact for a column. `mules`: "tutorial", the transport of all three tutorials of driftFluxFoam (implicit upwind, then two
limited corrections), or "explicit", found to be the best of it for fronts: van Leer's limiter and explicit Euler keep a jump within a cell.
"""
import math
import pathlib

HEADER = "FoamFile\n{{ version 2.0; format ascii; class {kind}; object {name}; }}\n"


def settling_decay(case):
    """a of V = V0 (rho_liquid/rho) 10^(-a phi), driftFluxFoam's `simple` law, that meets V0 (1 - phi)^n at the case's high concentration."""
    phi = case.high
    lighter = 1 / (1 + phi * (case.grain_density / case.liquid_density - 1))
    return math.log10(lighter / (1 - phi)**case.exponent) / phi


def flux_of(case):
    """Flux of grains over the area [m/s] at a fraction, by driftFluxFoam's law."""
    decay, ratio = settling_decay(case), case.grain_density / case.liquid_density - 1
    return lambda phi: phi * (case.velocity - case.settling / (1 + phi * ratio) * 10 ** (-decay * phi))


def write(folder, name, kind, body):
    path = pathlib.Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER.format(kind=kind, name=path.name) + body)


def mesh(case, cells):
    side = (math.pi / 4) ** 0.5 * case.bore  # a square of the pipe's area
    corners = [(x * side, y * side, z * case.length) for z in (0, 1) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
    vertices = " ".join("(%.10g %.10g %.10g)" % corner for corner in corners)
    return (f"scale 1;\nvertices ({vertices});\nblocks (hex (0 1 2 3 4 5 6 7) (1 1 {cells}) simpleGrading (1 1 1));\nedges ();\nboundary (\n"
            "  bottom { type patch; faces ((0 3 2 1)); }\n  top { type patch; faces ((4 5 6 7)); }\n"
            "  sides { type empty; faces ((0 1 5 4) (2 3 7 6) (1 2 6 5) (0 4 7 3)); }\n);\nmergePatchPairs ();\n")


def field(dimensions, inside, bottom, top):
    return (f"dimensions {dimensions};\ninternalField uniform {inside};\nboundaryField\n"
            f"{{ bottom {{ {bottom} }} top {{ {top} }} sides {{ type empty; }} }}\n")


def feed_table(case):
    """Fractions at the inlet in time. A step takes the inlet of its end, so that a jump has to come after the end it falls on."""
    return " ".join(f"({t if case.rise or t == 0 else t + 2e-6!r} {c!r})" for t, c in case.feed())


def fields(case, folder):
    """The inlet's velocity is of the mixed kind: at a fixed one driftFluxFoam lets grains in without slip, and then bounds them by what enters."""
    start = f"(0 0 {case.velocity})"
    write(folder, "0/U", "volVectorField", field("[0 1 -1 0 0 0 0]", start, f"type inletOutlet; inletValue uniform {start}; value uniform {start};",
                                                 "type pressureInletOutletVelocity; value uniform (0 0 0);"))
    write(folder, "0/alpha.solid", "volScalarField",
          field("[0 0 0 0 0 0 0]", case.low, f"type uniformFixedValue; uniformValue table ({feed_table(case)});",
                "type inletOutlet; inletValue uniform 0; value uniform 0;"))
    write(folder, "0/p_rgh", "volScalarField", field("[1 -1 -2 0 0 0 0]", 0, "type fixedFluxPressure; value uniform 0;", "type fixedValue; value uniform 0;"))
    write(folder, "0/nut", "volScalarField", field("[0 2 -1 0 0 0 0]", 0, "type calculated; value uniform 0;", "type calculated; value uniform 0;"))


def constants(case, folder):
    write(folder, "constant/g", "uniformDimensionedVectorField", "dimensions [0 1 -2 0 0 0 0];\nvalue (0 0 -9.80665);\n")
    write(folder, "constant/turbulenceProperties", "dictionary", "simulationType laminar;\n")
    write(folder, "constant/transportProperties", "dictionary",
          f"phases (solid water);\nsolid {{ transportModel slurry; rho {case.grain_density}; }}\n"
          f"water {{ transportModel Newtonian; nu {case.viscosity / case.liquid_density!r}; rho {case.liquid_density}; }}\n"
          f"relativeVelocityModel simple;\nsimpleCoeffs {{ V0 (0 0 {-case.settling}); a {settling_decay(case)!r}; a1 0; residualAlpha 0; }}\n")


def control(folder, end, step):
    write(folder, "system/controlDict", "dictionary",
          f"application driftFluxFoam; startFrom startTime; startTime 0; stopAt endTime; endTime {end!r}; deltaT {step!r};\n"
          f"writeControl adjustableRunTime; writeInterval {end!r}; purgeWrite 1; writeFormat ascii; writePrecision 12; writeCompression off;\n"
          "timeFormat general; timePrecision 12; runTimeModifiable no; adjustTimeStep off; maxCo 5; maxAlphaCo 5; maxDeltaT 100;\n")


def schemes(folder, mules):
    write(folder, "system/fvSchemes", "dictionary", r'''ddtSchemes { default Euler; }
gradSchemes { default Gauss linear; }
divSchemes
{
  default none;
  div(rhoPhi,U) Gauss linearUpwind grad(U);
  div(tauDm) Gauss linear;
  "div\(phi,alpha.*\)" Gauss vanLeer;
  "div\(phirb,alpha.*\)" Gauss linear;
  div(((rho*nuEff)*dev2(T(grad(U))))) Gauss linear;
}
laplacianSchemes { default Gauss linear corrected; }
interpolationSchemes { default linear; }
snGradSchemes { default corrected; }
''')
    write(folder, "system/fvSolution", "dictionary", f'''solvers
{{
  "alpha.*" {{ nAlphaCorr {2 if mules == "tutorial" else 1}; nAlphaSubCycles 1; MULESCorr {"yes" if mules == "tutorial" else "no"}; nLimiterIter 3; alphaApplyPrevCorr no;
               solver smoothSolver; smoother symGaussSeidel; tolerance 1e-8; relTol 0; minIter 1; }}
  "alpha.*Diffusion" {{ solver PCG; preconditioner DIC; tolerance 1e-8; relTol 0; minIter 1; }}
  p_rgh {{ solver PCG; preconditioner DIC; tolerance 1e-7; relTol 0.01; }}
  p_rghFinal {{ $p_rgh; relTol 0; }}
  "U|k|epsilon" {{ solver PBiCGStab; preconditioner DILU; tolerance 1e-7; relTol 0.1; minIter 1; }}
  "(U|k|epsilon)Final" {{ $U; relTol 0; }}
}}
PIMPLE {{ momentumPredictor no; nCorrectors 2; nNonOrthogonalCorrectors 0; pRefCell 0; pRefValue 0; }}
relaxationFactors {{ equations {{ ".*" 1; }} }}
''')


def generate(case, folder, cells, courant=0.5, mules="explicit", end=None):
    """Writes the case; returns the step [s]. The step divides the time between two changes of feed."""
    count = -(-case.half_period * case.velocity * cells // (courant * case.length))
    step = case.half_period / count
    write(folder, "system/blockMeshDict", "dictionary", mesh(case, cells))
    fields(case, folder)
    constants(case, folder)
    control(folder, case.end if end is None else end, step)
    schemes(folder, mules)
    return step
