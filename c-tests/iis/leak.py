"""The module of this test leaks; see CMakeLists.txt."""


def test(host):
    pass
