"""Random pumps and valves: the program's words into `config`, the reference's numbers into the setting's lists."""

import math

from verify import machine_reference as reference
from verify.random_cases import draw


def usual_inertia(power, speed):
    """Of pump and motor [kg m2] by power [W] and speed [rad/s]. Source: Thorley 2004, Fluid Transients in Pipeline
    Systems."""
    kilowatts, krpm = power / 1e3, speed * 60 / (2 * math.pi) / 1e3
    return 0.03768 * (kilowatts / krpm**3) ** 0.9556 + 0.0043 * (kilowatts / krpm) ** 1.48


def place(d, s):
    return draw.metres(d.between(0, 1) * sum(p[0] for p in s.pieces))


def add_valve(d, s, check=False):
    """One that closes, fully in half the cases, and may open again; or a check valve that stands open."""
    kv = s.flow / math.sqrt(max(s.pressure * d.log(0.01, 1), 10.0) * 1000 / s.density / 1e5)
    last = d.pick(0.0, d.between(0, 1))
    knots = [(0.0, d.pick(1.0, 1.0, 0.0)), (d.between(0.1, 0.4) * s.end, 1.0)]
    knots.append((knots[-1][0] + min(d.log(0.05, 60), 0.4 * s.end), last))
    if d.chance(0.4):
        knots += [
            (knots[-1][0] + d.between(0.01, 0.2) * s.end, last),
            (knots[-1][0] + d.between(0.21, 0.4) * s.end, d.between(0.1, 1)),
        ]
    knots = [(0.0, 1.0)] if check else knots
    s.valves.append(reference.Valve(kv, reference.Schedule(knots), check))
    row = {
        "name": f"v{len(s.valves)}",
        "position": place(d, s),
        "coefficient": [[0, "0 m3/s"], [1, draw.flow(kv)]],
        "opening": draw.schedule(knots, ""),
    }
    s.config.setdefault("valves", []).append({**row, "check": True} if check else row)


def add_rotor(d, s):
    """A pump in four quadrants with a rotor of 1e-3 to 10 times the usual inertia: runs up or runs, trips, may start
    again."""
    rated_flow, head = s.flow * d.between(0.7, 1.4), max(
        s.pressure / (s.density * draw.GRAVITY) * d.between(0.8, 2), 0.1
    )
    efficiency, speed = d.between(0.5, 0.9), d.log(30, 300)
    torque = 1000 * draw.GRAVITY * rated_flow * head / (efficiency * speed)
    inertia = usual_inertia(torque * speed, speed) * d.log(1e-3, 10)
    knots = d.pick([(0.0, speed)], [(0.0, 0.0), (d.log(0.1, 0.3 * s.end), speed * d.between(0.6, 1.1))])
    trips = [(d.between(0.3, 0.6) * s.end, False)] if d.chance(0.8) else []
    trips += [(trips[0][0] + d.between(0.05, 0.3) * s.end, True)] if trips and d.chance(0.4) else []
    most = d.pick(0.0, torque * d.between(1.2, 3))
    name = f"p{len(s.pumps)}"
    s.pumps.append(
        reference.Rotor(
            rated_flow, head, efficiency, speed, inertia, reference.Schedule(knots), trips, most or math.inf
        )
    )
    s.config.setdefault("pumps", []).append(
        {
            "name": name,
            "kind": "centrifugal",
            "position": place(d, s),
            "rated_speed": f"{speed!r} rad/s",
            "inertia": f"{inertia!r} kg.m2",
            "four_quadrant": {
                "rated_flow": draw.flow(rated_flow),
                "rated_head": draw.metres(head),
                "rated_efficiency": efficiency,
            },
            "speed": draw.schedule(knots, "rad/s"),
            "motor_torque": f"{most!r} N.m",
        }
    )
    for at, on in trips:
        s.config.setdefault("events", []).append(
            {"at": draw.seconds(at), "action": "pump_restart" if on else "pump_trip", "target": name}
        )


def add_displacement(d, s):
    """A displacement pump whose flow ramps up and down, with its relief."""
    most, ramp = s.flow * d.between(0.3, 1.5), min(d.log(0.1, 300), 0.3 * s.end)
    knots = [(0.0, 0.0), (d.between(0.02, 0.2) * s.end, 0.0)]
    knots += [(knots[-1][0] + ramp, most), (d.between(0.55, 0.7) * s.end, most)]
    knots.append((knots[-1][0] + min(d.log(0.1, 300), 0.25 * s.end), most * d.pick(0.0, d.between(0, 1))))
    relief = s.pressure * d.log(0.3, 10)
    slip = d.pick(0.0, d.log(1e-4, 1e-1) * most / relief)
    s.pumps.append(reference.Displacement(reference.Schedule(knots), relief, slip))
    s.config.setdefault("pumps", []).append(
        {
            "name": "d",
            "kind": "positive_displacement",
            "position": place(d, s),
            "flow_rate": draw.schedule(knots, "m3/s"),
            "relief": draw.pascals(relief),
            "slip": f"{slip!r} m3/s/Pa",
        }
    )


def add_curve(d, s):
    """A centrifugal pump by its falling curve, at a speed that ramps between 0.4 and 1.1 of the rated one."""
    best, shut_off = s.flow * d.between(1, 2), min(
        max(s.pressure / (s.density * draw.GRAVITY) * d.between(1, 3), 0.1), 2000.0
    )
    flows = [0.0, 0.5 * best, best, 1.5 * best, 2.0 * best]
    drop = d.between(1.5, 2.5)
    heads = [shut_off * (1 - 0.2 * (q / best) ** drop) for q in flows]
    rated, knots = d.log(30, 300), [(0.0, d.between(0.4, 1.1))]
    for _ in range(d.whole(1, 2)):
        knots += [
            (knots[-1][0] + d.between(0.1, 0.3) * s.end, knots[-1][1]),
            (knots[-1][0] + d.between(0.31, 0.45) * s.end, d.between(0.4, 1.1)),
        ]
    knots = [(t, v * rated) for t, v in knots]
    s.pumps.append(reference.Curve(flows, heads, rated, reference.Schedule(knots)))
    s.config.setdefault("pumps", []).append(
        {
            "name": "c",
            "kind": "centrifugal",
            "position": place(d, s),
            "rated_speed": f"{rated!r} rad/s",
            "speed": draw.schedule(knots, "rad/s"),
            "curve": {
                "flow": [draw.flow(q) for q in flows],
                "head": [draw.metres(h) for h in heads],
                "efficiency": [0.3, 0.6, 0.8, 0.7, 0.5],
            },
        }
    )
