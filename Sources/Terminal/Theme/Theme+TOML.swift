/// Themes from TOML: `inherits = "dark"`, then one line per role, `title = { fg = "#c8d3dc", bold = true }`.

import Glibc
import TOMLKit

extension Theme {
  /// The default theme: it is in the binary too, so that a program away from its folders can be looked at.
  package static let standard = "dark"

  /// The theme `name` from the first of `directories` that holds `name.toml`, with what it inherits (from the same
  /// directories). A role that gives no `fg` or `bg` takes it from the role `text`.
  package static func find(_ name: String, in directories: [String]) throws(TerminalError) -> Theme {
    var styles: [Role: Style] = [:]
    var chain: [String] = []
    var next: String? = name
    while let current = next {
      let (path, toml) = try text(of: current, in: directories)
      guard !chain.contains(current) else { throw .themeLoop(path: path, chain: chain + [current]) }
      chain.append(current)
      let file = try ThemeFile(path: path, toml: toml)
      styles.merge(file.styles) { nearer, _ in nearer }
      next = file.inherits
    }
    return try Theme(name: name, styles: resolved(styles))
  }

  /// The names of the themes in `directories` and of the built-in one, sorted.
  package static func names(in directories: [String]) -> [String] {
    var names: Set<String> = [standard]
    for directory in directories {
      guard let stream = opendir(directory) else { continue }
      defer { closedir(stream) }
      while let entry = readdir(stream) {
        let file = withUnsafeBytes(of: entry.pointee.d_name) { name in
          String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
        }
        if file.hasSuffix(".toml") { names.insert(String(file.dropLast(5))) }
      }
    }
    return names.sorted()
  }

  private static func resolved(_ styles: [Role: Style]) -> [Role: Style] {
    let text = styles[.text]
    return styles.mapValues { style in
      var style = style
      style.fg = style.fg ?? text?.fg
      style.bg = style.bg ?? text?.bg
      return style
    }
  }

  private static func text(
    of name: String, in directories: [String]
  ) throws(TerminalError) -> (path: String, toml: String) {
    let isPlain = !name.isEmpty && !name.contains("/") && !name.hasPrefix(".")
    let paths = directories.map { directory in "\(directory)/\(name).toml" }
    if isPlain, let path = paths.first(where: { access($0, R_OK) == 0 }) {
      return (path, try TOMLText.read(path))
    }
    guard name == standard else { throw .themeNotFound(name: name, directories: directories) }
    return ("built-in theme \(name)", String(decoding: PackageResources.dark_toml, as: UTF8.self))
  }
}

/// One theme file as it is written, before inheritance.
struct ThemeFile: Equatable {
  let inherits: String?
  let styles: [Role: Style]

  /// Every key must be `inherits` or a role, every field one that a style has.
  init(path: String, toml: String) throws(TerminalError) {
    let table = try TOMLText.parse(path, toml)
    var styles: [Role: Style] = [:]
    for (key, value) in table where key != "inherits" {
      guard let role = Role(rawValue: key) else { throw .themeUnknownRole(path: path, role: key) }
      guard let fields = value.tomlValue.table else { throw .themeNotAStyle(path: path, role: key) }
      styles[role] = try Self.style(fields, role: key, path: path)
    }
    self.inherits = table["inherits"]?.string
    self.styles = styles
  }

  private static func style(_ fields: TOMLTable, role: String, path: String) throws(TerminalError) -> Style {
    var style = Style()
    for (field, value) in fields {
      switch field {
      case "fg": style.fg = try color(value, role, field, path)
      case "bg": style.bg = try color(value, role, field, path)
      case "bold": style.bold = try flag(value, role, field, path)
      case "dim": style.dim = try flag(value, role, field, path)
      case "underline": style.underline = try flag(value, role, field, path)
      case "reverse": style.reverse = try flag(value, role, field, path)
      default: throw .themeUnknownField(path: path, role: role, field: field)
      }
    }
    return style
  }

  private static func color(
    _ value: any TOMLValueConvertible, _ role: String, _ field: String, _ path: String
  ) throws(TerminalError) -> Color {
    let text = value.tomlValue.string ?? value.debugDescription
    guard let color = Color(text) else {
      throw .themeBadColor(path: path, role: role, field: field, value: text)
    }
    return color
  }

  private static func flag(
    _ value: any TOMLValueConvertible, _ role: String, _ field: String, _ path: String
  ) throws(TerminalError) -> Bool {
    guard let flag = value.tomlValue.bool else { throw .themeBadFlag(path: path, role: role, field: field) }
    return flag
  }
}
