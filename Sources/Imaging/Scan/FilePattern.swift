/// Patterns such as `films/*.dcm`, for shells that hand them on unexpanded.

internal import Glibc

enum FilePattern {
  static func isPattern(_ path: String) -> Bool { path.contains { "*?[{".contains($0) } }

  /// What a pattern stands for, in the order of names; `~` and `{a,b}` are understood as well (glob(7)).
  static func matches(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, Int32(GLOB_TILDE) | Int32(GLOB_BRACE), nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { index in
      found.gl_pathv[index].map { String(cString: $0) }
    }
  }
}
