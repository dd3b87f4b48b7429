/// The explanations of a film: always of the film as it is, never of a view of it.

internal import Neural

enum ExplanationMaps {
  /// The contribution maps of the first member that offers them, and the given Grad-CAMs of the first member.
  static func of(
    _ outputs: [NetworkOutput], labels: Int, _ cams: [Int: [Float]]
  ) -> [ExplanationMethod: [Int: ExplanationMap]] {
    var maps: [ExplanationMethod: [Int: ExplanationMap]] = [:]
    if let output = outputs.first(where: { !$0.contribution.isEmpty }) {
      let cells = output.mapRows * output.mapColumns
      for label in 0..<labels {
        let values = Array(output.contribution[(label * cells)..<((label + 1) * cells)])
        maps[.contribution, default: [:]][label] = ExplanationMap(
          rows: output.mapRows, columns: output.mapColumns, values: values)
      }
    }
    for (label, values) in cams {
      maps[.gradCAM, default: [:]][label] = ExplanationMap(
        rows: outputs[0].mapRows, columns: outputs[0].mapColumns, values: values)
    }
    return maps
  }
}
