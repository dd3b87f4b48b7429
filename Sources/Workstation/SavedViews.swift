/// Saved views: filter, bucket and sorting under a digit.

package struct SavedView: Equatable, Sendable, Codable {
  /// As it was typed; it is read again when it is recalled, because labels belong to a pack.
  package let filter: String
  package let bucket: String
  package let sorting: String
  package let isReversed: Bool
}

private let recall = Context("views", openedBy: "view.recall")
private let keep = Context("keep view", openedBy: "view.keep")

let savedViewCommands: [Command] = [
  Command("view.recall", .queue, "recall a saved view", in: [QueueScreen.context], "'") { $0.layer = recall },
  Command("view.keep", .queue, "save this view", in: [QueueScreen.context], "\"") { $0.layer = keep },
  Command(
    "view.recall.at", .queue, "view n", in: [recall],
    (1...9).map { number in Step("\(number)", "\(number)") { $0.recallView(number) } }, spelling: "1-9"),
  Command(
    "view.keep.at", .queue, "as view n", in: [keep],
    (1...9).map { number in Step("\(number)", "\(number)", asks: { $0.keepView(number) }) }, spelling: "1-9"),
]

extension State {
  mutating func keepView(_ number: Int) -> [Effect] {
    views[number] = SavedView(
      filter: queue.filter.text, bucket: queue.bucket.rawValue, sorting: queue.sorting.key.rawValue,
      isReversed: queue.sorting.isReversed)
    message = .notice("this view is kept as \(number)")
    return [.keepViews(views)]
  }

  mutating func recallView(_ number: Int) {
    guard let view = views[number] else {
      message = .refusal("no view is kept as \(number): \(keys["view.keep.at.\(number)"]) keeps this one")
      return
    }
    queue.bucket = Bucket(rawValue: view.bucket) ?? .all
    queue.sorting.key = SortKey(rawValue: view.sorting) ?? .order
    queue.sorting.isReversed = view.isReversed
    edit(QueueScreen.self) { $0.cursor = 0 }
    filter(by: view.filter)
  }
}

/// How far the search for films has come, as the run loop reports it.
package struct ScanProgress: Equatable, Sendable {
  package var isRunning = false
  /// Films whose header was read, of those found so far.
  package var described = 0
  package var found = 0
  package var filmsPerSecond = 0.0
  /// Folders and files that do not answer.
  package var stalled = 0
  /// Entries of folders and lists that are no films: links that lead in circles, pipes, files that are not there.
  package var skipped = 0

  package init() {}

  var text: String {
    let passedOver = skipped > 0 ? "  \(skipped) passed over" : ""
    guard isRunning else { return passedOver }
    let left = found - described
    let rate = filmsPerSecond >= 1 ? "  \(Int(filmsPerSecond))/s" : ""
    let time = filmsPerSecond >= 1 && left > 0 ? "  \(Int(Double(left) / filmsPerSecond) + 1) s left" : ""
    let slow = stalled > 0 ? "  \(stalled) do not answer" : ""
    return "  headers \(described)/\(found)\(rate)\(time)\(slow)\(passedOver)"
  }
}
