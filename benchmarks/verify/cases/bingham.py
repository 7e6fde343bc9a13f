"""A Bingham liquid at a given gradient, from rest to steady flow (Buckingham 1921, Reiner 1926):

    Q = pi R^4 G/(8 K) (1 - 4/3 a + a^4/3),   a = tau_y/tau_w = 0.4, the plug's radius over the pipe's
The law is sharp: the plug is rigid. K = 1 Pa s.
"""
from verify import viscoplastic

FAULTS = {"wrong yield stress": ["rheology.table[0].yield_stress=40.4 Pa"], "wrong consistency": ["rheology.table[0].consistency=1.02 Pa.s"],
          "a regularised law": ["rheology.law=herschel_bulkley_papanastasiou", "rheology.regularisation_time=10 s"]}

LAW = viscoplastic.Law(yield_stress=40.0, consistency=1.0, index=1.0, time=0.0, radius=0.05, gradient=4000.0)


def run(lab, picture):
    return viscoplastic.compare(lab, picture, "bingham", LAW)
