"""The small case of the tests of riser size."""
CASE = """
name: small
title: Sizing of a small riser
sea: {temperature: [[0 m, 20 degC], [1000 m, 5 degC]]}
time: {end: 1 h}
solids:
  - {name: fine, diameter: 2 mm, density: 2000 kg/m3}
  - {name: coarse, diameter: 10 mm, density: 2000 kg/m3}
pipe:
  inlet_depth: 1000 m
  segments: [{length: 1000 m, bore: 0.15 m, wall_thickness: 10 mm, roughness: 0.05 mm, yield_strength: 450 MPa}]   # assumed
pumps:
  - {name: station, kind: centrifugal, position: 100 m, rated_speed: 1450 rpm, speed: 1450 rpm, curve: {flow: [0 m3/h, 100 m3/h, 160 m3/h], head: [60 m, 50 m, 20 m], efficiency: [0, 0.7, 0.5]}, run_down_time: 5 s}
feeds:
  - {class: fine, dry_rate: 5 t/h}
  - {class: coarse, dry_rate: 5 t/h}
size:
  duties: [{name: target, dry_rate: 10 t/h}]
  bore: {from: 80 mm, to: 160 mm, count: 5}
  wall_thickness: {values: [5 mm, 10 mm]}
  stations: {values: [1, 2]}
  concentration: {from: 0.03, to: 0.12, count: 19}
  limits: {station_head: 80 m}
  indifference: 0.3
  transients: {most: 6, map: 3, start: 2 min, surge_time: 2 min, off: 2 min, waves: 5 s, cell_length: 50 m}
output: {folder: out}
"""
