/// One of several processes that score parts of one list, and how a process learns which part is its own.

import Foundation

/// Part `index` of `count`, counted from 1. It has every `count`th film of the list, so that parts are equally long.
package struct Shard: Equatable, Codable, Sendable {
  package let index: Int
  package let count: Int

  /// `nil` unless 1 ≤ index ≤ count ≤ 100,000.
  package init?(_ index: Int, of count: Int) {
    guard (1...100_000).contains(count), (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// `2/4`.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
    self.init(index, of: count)
  }

  var name: String { "\(index)/\(count)" }

  /// How many of `rows` films it has.
  package func rows(of rows: Int) -> Int { rows < index ? 0 : (rows - index) / count + 1 }

  /// Where the film at place `row` of this part stands in the list.
  package func place(of row: Int) -> Int { row * count + index - 1 }

  /// The part of a process under `mpirun` (Open MPI, MPICH and its kin), in a Slurm job array, or of a step that `srun`
  /// started; `nil` for a process on its own.
  package static func ofThisProcess(_ environment: [String: String]) -> Shard? {
    func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
    let ranks = [
      ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"), ("PMI_RANK", "PMI_SIZE"),
    ]
    for (rank, size) in ranks {
      if let rank = number(rank), let size = number(size), size > 1 { return Shard(rank + 1, of: size) }
    }
    if let task = number("SLURM_ARRAY_TASK_ID"), let count = number("SLURM_ARRAY_TASK_COUNT"), count > 1 {
      let step = max(1, number("SLURM_ARRAY_TASK_STEP") ?? 1)
      return Shard((task - (number("SLURM_ARRAY_TASK_MIN") ?? 0)) / step + 1, of: count)
    }
    if environment["SLURM_STEP_ID"] != nil, let rank = number("SLURM_PROCID"),
      let size = number("SLURM_STEP_NUM_TASKS") ?? number("SLURM_NTASKS"), size > 1
    {
      return Shard(rank + 1, of: size)
    }
    return nil
  }

  /// The file of this part beside the whole: `submission.csv` becomes `submission.2-of-4.csv`.
  package func path(beside whole: String) -> String {
    let path = whole as NSString
    let stem = "\(path.deletingPathExtension).\(index)-of-\(count)"
    return path.pathExtension.isEmpty ? stem : "\(stem).\(path.pathExtension)"
  }
}
