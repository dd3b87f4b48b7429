/// The sentences of `WeightError`: what is wrong, where, and what to try. One line each.

extension WeightError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "Cannot read the weights \(quoted(file)): \(reason). Check the path and its permissions."
    case .unwritable(let file, let reason):
      "Cannot write the weights \(quoted(file)): \(reason). Check the folder, its permissions and its free space."
    case .malformed(let file, let reason):
      "\(quoted(file)) is not a sound safetensors file: \(reason). Fetch or export it again."
    case .missing(let names):
      "The weights lack \(list(names)). Is this the file of another architecture?"
    case .unexpected(let names):
      "The weights hold \(list(names)), which the architecture does not ask for. Is this the file of another one?"
    case .shape(let name, let expected, let found):
      "The weights hold \(quoted(name)) as \(found) where the architecture needs \(expected). Check its variant and classes."
    case .dtype(let name, let found):
      "\(quoted(name)) has the element type \(quoted(found)), which does not fit its use. Export weights as F32, F16 or BF16."
    case .notFinite(let name):
      "\(quoted(name)) holds a value that is not a finite number. The file is damaged or its training diverged; use another."
    case .mismatch(let mismatch):
      "The weights do not fit the architecture: \(mismatch.clauses). Is this the file of another one?"
    case .unknownModel(let name, let known):
      "There is no architecture \(quoted(name)). Known are \(known.joined(separator: ", "))."
    }
  }
}

extension WeightMismatch {
  fileprivate var clauses: String {
    var clauses: [String] = []
    if !missing.isEmpty { clauses.append("they lack \(list(missing))") }
    if !unexpected.isEmpty { clauses.append("they also hold \(list(unexpected))") }
    if !misshapen.isEmpty {
      let shapes = misshapen.map { "\($0.name) as \($0.found) for \($0.expected)" }
      clauses.append("they hold \(list(shapes))")
    }
    return clauses.joined(separator: "; ")
  }
}

/// The first few names in quotes, and how many more there are.
private func list(_ names: [String]) -> String {
  let shown = names.prefix(6).map(quoted).joined(separator: ", ")
  return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
}
