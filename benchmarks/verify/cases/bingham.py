"""A Bingham liquid at a given gradient, from rest to steady flow (Buckingham 1921, Reiner 1926):

    Q = pi R^4 G/(8 K) (1 - 4/3 a + a^4/3),   a = tau_y/tau_w = 0.4, the plug's radius over the pipe's
The program regularises the law (Papanastasiou, m = 10 s); verify/viscoplastic.py integrates both. Order: against the
regularised profile, since the sharp one is not what the program solves. K = 1 Pa s.
"""
from verify import viscoplastic

FAULTS = {"wrong yield stress": ["rheology.table[0].yield_stress=40.4 Pa"], "wrong consistency": ["rheology.table[0].consistency=1.02 Pa.s"],
          "another regularisation": ["rheology.regularisation_time=1 s"]}

LAW = viscoplastic.Law(yield_stress=40.0, consistency=1.0, index=1.0, time=10.0, radius=0.05, gradient=4000.0)


def run(lab, picture):
    return viscoplastic.compare(lab, picture, "bingham", LAW)
