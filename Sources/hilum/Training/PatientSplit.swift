/// Which films are learned from and which only validated with; never both for one patient.

import Neural

package struct PatientSplit {
  package let training: [FilmRow]
  package let validation: [FilmRow]

  /// By the column `split` (`train` and `val`; films of other words are left out) where any row has it, else by drawing
  /// `share` of the patients.
  package init(_ rows: [FilmRow], share: Double, seed: UInt64) {
    if rows.contains(where: { $0.split != nil }) {
      training = rows.filter { $0.split == "train" }
      validation = rows.filter { $0.split == "val" }
      return
    }
    var random = SplitMix64(seed: seed, stream: 0x5EED)
    let patients = Set(rows.map(\.patient)).sorted().shuffled(using: &random)
    let held = Set(patients.prefix(max(1, Int((Double(patients.count) * share).rounded()))))
    training = rows.filter { !held.contains($0.patient) }
    validation = rows.filter { held.contains($0.patient) }
  }

  init(training: [FilmRow], validation: [FilmRow]) {
    self.training = training
    self.validation = validation
  }
}
