"""Equations and references in force, by the names of the laws in a case."""
import re

ALWAYS = [
    ("classes", "∂(Aφₖ)/∂t + ∂(Aφₖuₖ)/∂s = feeds, φₖuₖ = φₖ(j − vₖ)", "mass of each class; j flux of the mixture"),
    ("slip of several classes", "vₖ = sₖ − Σ φₘsₘ, sₖ = wₖ(1 − φ)ⁿ⁻² (ρₖ − ρ)/(ρₖ − ρₗ)", "Masliyah 1979; Lockett & Bassoon 1979"),
    ("momentum, steady", "Δp = ∫ (ρ g cos θ + 4τ/D + K ρV²/2L) ds", "balance of the column"),
    ("burst", "Δp = 2 f_y t/D", "Barlow"),
    ("collapse", "(p − p_el)(p² − p_p²) = p p_el p_p f D/t, f = 0.005", "DNV-OS-F101 2013, sec. 5 D 400"),
    ("sea pressure", "hydrostatic, EOS-80 density", "UNESCO 1983"),
]
ALWAYS_AXISYMMETRIC = [
    ("mixture", "∇·j = 0, ρ(∂j/∂t + j·∇j) = −∇p + ∇·(2μS) + ρ g cos θ", "j volume flux of the mixture; no slip at the wall"),
    ("classes", "∂φₖ/∂t + ∇·(φₖuₖ) = ∇·(E∇φₖ), uₖ = j − vₖ e_z", "mass of each class"),
    ALWAYS[1],
    ("pressure", "(1/ρ)∇p = (1/ρ)∇p̂ + (1/ρ₀)∇(p − p̂)", "Dodd & Ferrante 2014, J. Comput. Phys. 273, 416"),
]
MODELS = {
    "turbulence: mixing_length": ("turbulence", "ν_t = (l D)² γ̇, l/R = 0.14 − 0.08x² − 0.06x⁴, D = 1 − e^(−y⁺/26)", "Nikuradse 1932; van Driest 1956"),
    "suspension_viscosity: thomas": ("suspension", "1 + 2.5φ + 10.05φ² + 0.00273e^(16.6φ)", "Thomas 1965"),
    "suspension_viscosity: krieger_dougherty": ("suspension", "(1 − φ/φₘ)^(−[η]φₘ)", "Krieger & Dougherty 1959"),
    "suspension_viscosity: maron_pierce": ("suspension", "(1 − φ/φₘ)⁻²", "Maron & Pierce 1956"),
}
LAWS = {
    "phillips": ("migration", "N = −k_c a²φ∇(γ̇φ) − k_η γ̇ φ² a² ∇ln η", "Phillips et al. 1992, Phys. Fluids A 4, 30"),
    "seawater": ("sea water", "density and viscosity of (p, T, S)", "EOS-80; Sharqawy 2010"),
    "churchill": ("wall friction", "f = 8((8/Re)¹² + (A + B)^−1.5)^(1/12)", "Churchill 1977, Chem. Eng. 84(24), 91"),
    "colebrook": ("wall friction", "1/√f = −2 log(e/3.7D + 2.51/(Re√f))", "Colebrook 1939"),
    "swamee_jain": ("wall friction", "f = 0.25/log²(e/3.7D + 5.74/Re^0.9)", "Swamee & Jain 1976"),
    "table": ("wall friction or dispersion", "τ_w(V, C) or K(V, C) of 2-D sections, ln τ over ln V, linear in C", "riser tabulate; Fritsch & Butland 1984"),
    "ferguson_church": ("settling", "w = R g d²/(C₁ν + √(0.75 C₂ R g d³))", "Ferguson & Church 2004"),
    "schiller_naumann": ("settling", "C_d = 24/Re (1 + 0.15 Re^0.687)", "Schiller & Naumann 1933"),
    "haider_levenspiel": ("settling", "drag of spheres", "Haider & Levenspiel 1989"),
    "clift": ("settling", "drag of spheres", "Clift & Gauvin 1970"),
    "cheng": ("settling", "drag of spheres", "Cheng 2009"),
    "rowe": ("hindrance", "n = 2.35 (2 + 0.175 Re^¾)/(1 + 0.175 Re^¾)", "Rowe 1987"),
    "richardson_zaki": ("hindrance", "v = w(1 − φ)ⁿ, n by Re", "Richardson & Zaki 1954"),
    "garside_al_dibouni": ("hindrance", "(5.1 − n)/(n − 2.7) = 0.1 Re^0.9", "Garside & Al-Dibouni 1977"),
    "bingham": ("mud", "τ = τ_y + μ γ̇", "Bingham; Buckingham 1921, Reiner 1926"),
    "herschel_bulkley": ("mud", "τ = τ_y + K γ̇ⁿ; turbulent by Wilson & Thomas", "Herschel & Bulkley 1926; Wilson & Thomas 1985"),
    "herschel_bulkley_papanastasiou": ("mud", "τ = τ_y(1 − e^(−mγ̇)) + K γ̇ⁿ; turbulent by Wilson & Thomas", "Papanastasiou 1987; Shimizu et al. 2019"),
}


def in_force(resolved):
    """Rows of (what, equation, source) for a resolved case."""
    names = dict.fromkeys(re.findall(r'law: "?(\w+)', resolved))
    found = [LAWS[name] for name in names if name in LAWS]
    if "model: axisymmetric" not in resolved:
        return ALWAYS + found
    return ALWAYS_AXISYMMETRIC + [row for words, row in MODELS.items() if words in resolved] + found
