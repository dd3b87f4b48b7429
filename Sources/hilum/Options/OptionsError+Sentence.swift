/// The sentences of a wrong configuration: which file, which key, what to write.

extension OptionsError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path): "\(path): the file cannot be read; check that you may read it"
    case .syntax(let path, let line, let reason): "\(path):\(line): not valid TOML: \(reason)"
    case .unknown(let path, let key):
      "\(path): there is no option '\(key)'; the options are \(OptionRow.all.map(\.key).joined(separator: ", "))"
    case .value(let path, let key, let found, let wanted): "\(path): \(key) = \(found) must be \(wanted)"
    }
  }
}
