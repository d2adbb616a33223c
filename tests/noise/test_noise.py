"""A noisy copy changes what was said, and nothing around it."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callcheck.noise import Distorter, NoiseSettings, SoundAlikes, load_sound_alikes
from callcheck.noise.__main__ import main
from callcheck.noise.sounds import is_han, near_syllables

CALL = """坐席: 1024
客户等待振铃: 2

[00:00.5-00:04.2] 客服：您好，北岭物流，工号1024，请问有什么可以帮您？
[00:05.0-00:11.9] 客户：我的件到底走到哪里了，都三天了！
一直停在分拨中心。
[00:12.1-00:15.0] 客服：您先别着急，我帮您查一下，请稍等。
"""
AROUND = re.compile(r"^(坐席: .*|客户等待振铃: .*|\[.*?\] 客.：)", re.MULTILINE)


SOUNDS = load_sound_alikes()


@pytest.fixture
def sounds() -> SoundAlikes:
    return SOUNDS


def distorted(sounds: SoundAlikes, seed: int = 1, **noises: float) -> str:
    off = {"substitutions": 0.0} | noises
    return Distorter(NoiseSettings(**off), sounds, seed).call("a.txt", CALL)


def test_all_noises_off_gives_the_call_back(sounds: SoundAlikes) -> None:
    assert distorted(sounds) == CALL


@pytest.mark.parametrize(
    "noises",
    [
        {"substitutions": 0.5},
        {"fillers": 1.0},
        {"stutters": 1.0},
        {"lost_marks": 1.0},
        {"traditional": 1.0},
        {"substitutions": 1.0, "fillers": 1.0, "stutters": 1.0, "lost_marks": 1.0},
    ],
)
def test_head_speakers_and_time_stamps_are_left_alone(
    sounds: SoundAlikes, noises: dict[str, float]
) -> None:
    noisy = distorted(sounds, **noises)
    assert noisy != CALL
    assert AROUND.findall(noisy) == AROUND.findall(CALL)
    assert noisy.count("\n") == CALL.count("\n")


@given(seed=st.integers(), rate=st.floats(0, 1))
@settings(max_examples=30, deadline=None)
def test_same_seed_same_bytes_and_only_han_is_replaced(seed: int, rate: float) -> None:
    sounds = SOUNDS
    once = distorted(sounds, seed, substitutions=rate)
    assert once == distorted(sounds, seed, substitutions=rate)
    assert len(once) == len(CALL)
    for was, now in zip(CALL, once, strict=True):
        assert was == now or (is_han(was) and is_han(now))


def test_another_seed_gives_another_call(sounds: SoundAlikes) -> None:
    assert distorted(sounds, 1, substitutions=0.3) != distorted(sounds, 2, substitutions=0.3)


def test_full_rate_replaces_by_sound(sounds: SoundAlikes) -> None:
    from pypinyin import lazy_pinyin

    noisy = Distorter(NoiseSettings(substitutions=1.0), sounds, 3).call("a", "客服：这不是我办理的")
    was, now = lazy_pinyin("这不是我办理的"), lazy_pinyin(noisy.removeprefix("客服："))
    assert noisy != "客服：这不是我办理的"
    for old, new in zip(was, now, strict=True):
        assert new == old or new in near_syllables(old)


@pytest.mark.parametrize(
    ("syllable", "near"),
    [
        ("zhang", {"zang", "zhan"}),
        ("nin", {"lin", "ning"}),
        ("cen", {"chen", "ceng"}),
        ("wo", set()),
    ],
)
def test_near_sounds(syllable: str, near: set[str]) -> None:
    assert set(near_syllables(syllable)) == near


def test_a_filler_never_opens_a_turn(sounds: SoundAlikes) -> None:
    noisy = distorted(sounds, fillers=1.0)
    assert "客服：您好" in noisy
    assert len(noisy) > len(CALL)


def test_folder_is_copied_with_its_labels(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    calls.mkdir()
    (calls / "a.txt").write_text(CALL, encoding="utf-8")
    (calls / "labels.jsonl").write_text('{"file":"a.txt"}\n', encoding="utf-8")
    out = tmp_path / "out"
    assert main([str(calls), str(out), "--seed", "7", "--all"]) == 0
    assert (out / "labels.jsonl").read_text(encoding="utf-8") == '{"file":"a.txt"}\n'
    first = (out / "a.txt").read_bytes()
    assert main([str(calls), str(out), "--seed", "7", "--all"]) == 0
    assert (out / "a.txt").read_bytes() == first
    assert sorted(path.name for path in out.iterdir()) == ["a.txt", "labels.jsonl"]


def test_folder_without_calls_and_folder_onto_itself_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), str(tmp_path / "out")]) == 2
    assert "no *.txt calls" in capsys.readouterr().err
    (tmp_path / "a.txt").write_text(CALL, encoding="utf-8")
    assert main([str(tmp_path), str(tmp_path)]) == 2
    assert "another folder" in capsys.readouterr().err
