"""A Herschel-Bulkley liquid, n = 0.6, at a given gradient, from rest to steady flow (e.g. Govier & Aziz 1972):

    rate = ((tau - tau_y)/K)^(1/n),   tau = tau_w r/R,   tau_y/tau_w = 0.4
The program regularises the law (Papanastasiou, m = 10 s); verify/viscoplastic.py integrates both. Order: against the
regularised profile, since the sharp one is not what the program solves. K = 10 Pa s^0.6.
"""
from verify import viscoplastic

FAULTS = {"wrong index": ["rheology.table[0].index=0.605"], "wrong yield stress": ["rheology.table[0].yield_stress=40.4 Pa"],
          "wrong consistency": ["rheology.table[0].consistency=10.2 Pa.s"]}

LAW = viscoplastic.Law(yield_stress=40.0, consistency=10.0, index=0.6, time=10.0, radius=0.05, gradient=4000.0)


def run(lab, picture):
    return viscoplastic.compare(lab, picture, "herschel_bulkley", LAW)
