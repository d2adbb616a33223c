"""Noise: make a clean call look like what a speech recogniser heard.

For measuring how well rules hold up, not for scoring.  Given the same text,
settings and seed, the noise is the same on every machine.
"""

from callcheck.noise.distort import Distorter, NoiseSettings
from callcheck.noise.sounds import SoundAlikes, load_sound_alikes

__all__ = ["Distorter", "NoiseSettings", "SoundAlikes", "load_sound_alikes"]
