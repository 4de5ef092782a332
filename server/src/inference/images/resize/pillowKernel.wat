;; Sums of weighted bytes in fixed point, as Pillow makes them, with 128-bit vectors.
;;
;; A weight has 24 bits, and the vector instruction multiplies 16: it comes in two parts, weight = high * 4096 + low, each
;; summed for itself. All sums are exact, so their order does not matter, and the result is that of one long sum.
;;
;; Weights of one pixel that is made are `most` numbers of 16 bits side by side, `most` being a multiple of 8; those
;; behind the last tap are 0, so reading pixels behind the last one does no harm, and the caller keeps room behind them.
(module
  (import "memory" "memory" (memory 1))

  ;; The sums of both parts, rounded to whole values; bytes are made of them by the narrowing that follows.
  (func $finish (param $low v128) (param $high v128) (result v128)
    (i32x4.shr_s
      (i32x4.add
        (i32x4.add (local.get $low) (i32x4.shl (local.get $high) (i32.const 12)))
        (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
      (i32.const 22)))

  ;; Rows of three channels: a row of `length` bytes becomes `width` pixels. Two rows are made at once, so that each
  ;; weight is read once for both; of an odd number the last one is made twice.
  (func (export "colourRows")
    (param $from i32) (param $to i32) (param $height i32) (param $length i32) (param $width i32)
    (param $first i32) (param $count i32) (param $lows i32) (param $highs i32) (param $most i32)
    (local $y i32) (local $x i32) (local $at i32) (local $weight i32) (local $tap i32) (local $taps i32)
    (local $apart i32) (local $below i32) (local $toBelow i32)
    (local $low v128) (local $high v128) (local $bytes v128) (local $pair v128)
    (local $low2 v128) (local $high2 v128) (local $bytes2 v128) (local $pair2 v128)
    (local $lowPart v128) (local $highPart v128) (local $firstTwo v128) (local $lastTwo v128)
    ;; Red, green and blue of two neighbours side by side, each in 16 bits; made once, not in each turn of the loop.
    (local.set $firstTwo (v128.const i8x16 0 -1 3 -1 1 -1 4 -1 2 -1 5 -1 -1 -1 -1 -1))
    (local.set $lastTwo (v128.const i8x16 6 -1 9 -1 7 -1 10 -1 8 -1 11 -1 -1 -1 -1 -1))
    ;; From the low part of a weight to its high part.
    (local.set $apart (i32.sub (local.get $highs) (local.get $lows)))
    ;; From a row to the one below it, both as read and as made.
    (local.set $below (local.get $length))
    (local.set $toBelow (i32.mul (local.get $width) (i32.const 3)))
    (block $done
      (loop $rows
        (br_if $done (i32.ge_u (local.get $y) (local.get $height)))
        (if (i32.eq (i32.add (local.get $y) (i32.const 1)) (local.get $height))
          (then
            (local.set $below (i32.const 0))
            (local.set $toBelow (i32.const 0))))
        (local.set $x (i32.const 0))
        (loop $pixels
          (local.set $at
            (i32.add
              (local.get $from)
              (i32.mul
                (i32.load (i32.add (local.get $first) (i32.shl (local.get $x) (i32.const 2))))
                (i32.const 3))))
          (local.set $taps (i32.load (i32.add (local.get $count) (i32.shl (local.get $x) (i32.const 2)))))
          (local.set $weight
            (i32.add (local.get $lows) (i32.shl (i32.mul (local.get $x) (local.get $most)) (i32.const 1))))
          (local.set $low (v128.const i32x4 0 0 0 0))
          (local.set $high (v128.const i32x4 0 0 0 0))
          (local.set $low2 (v128.const i32x4 0 0 0 0))
          (local.set $high2 (v128.const i32x4 0 0 0 0))
          (local.set $tap (i32.const 0))
          (loop $four
            (local.set $bytes (v128.load (local.get $at)))
            (local.set $bytes2 (v128.load (i32.add (local.get $at) (local.get $below))))
            (local.set $lowPart (v128.load32_splat (local.get $weight)))
            (local.set $highPart (v128.load32_splat (i32.add (local.get $weight) (local.get $apart))))
            (local.set $pair
              (i8x16.swizzle (local.get $bytes) (local.get $firstTwo)))
            (local.set $low
              (i32x4.add (local.get $low) (i32x4.dot_i16x8_s (local.get $pair) (local.get $lowPart))))
            (local.set $high
              (i32x4.add (local.get $high) (i32x4.dot_i16x8_s (local.get $pair) (local.get $highPart))))
            (local.set $pair2
              (i8x16.swizzle (local.get $bytes2) (local.get $firstTwo)))
            (local.set $low2
              (i32x4.add (local.get $low2) (i32x4.dot_i16x8_s (local.get $pair2) (local.get $lowPart))))
            (local.set $high2
              (i32x4.add (local.get $high2) (i32x4.dot_i16x8_s (local.get $pair2) (local.get $highPart))))
            (local.set $lowPart (v128.load32_splat offset=4 (local.get $weight)))
            (local.set $highPart (v128.load32_splat offset=4 (i32.add (local.get $weight) (local.get $apart))))
            (local.set $pair
              (i8x16.swizzle (local.get $bytes) (local.get $lastTwo)))
            (local.set $low
              (i32x4.add (local.get $low) (i32x4.dot_i16x8_s (local.get $pair) (local.get $lowPart))))
            (local.set $high
              (i32x4.add (local.get $high) (i32x4.dot_i16x8_s (local.get $pair) (local.get $highPart))))
            (local.set $pair2
              (i8x16.swizzle (local.get $bytes2) (local.get $lastTwo)))
            (local.set $low2
              (i32x4.add (local.get $low2) (i32x4.dot_i16x8_s (local.get $pair2) (local.get $lowPart))))
            (local.set $high2
              (i32x4.add (local.get $high2) (i32x4.dot_i16x8_s (local.get $pair2) (local.get $highPart))))
            (local.set $at (i32.add (local.get $at) (i32.const 12)))
            (local.set $weight (i32.add (local.get $weight) (i32.const 8)))
            (local.set $tap (i32.add (local.get $tap) (i32.const 4)))
            (br_if $four (i32.lt_u (local.get $tap) (local.get $taps))))
          (local.set $low
            (i16x8.narrow_i32x4_s
              (call $finish (local.get $low) (local.get $high))
              (call $finish (local.get $low2) (local.get $high2))))
          (local.set $low (i8x16.narrow_i16x8_u (local.get $low) (local.get $low)))
          ;; The fourth byte is written over by the next pixel; behind the upper row, though, the lower one begins.
          (v128.store32_lane 1 (i32.add (local.get $to) (local.get $toBelow)) (local.get $low))
          (v128.store16_lane 0 (local.get $to) (local.get $low))
          (v128.store8_lane offset=2 2 (local.get $to) (local.get $low))
          (local.set $to (i32.add (local.get $to) (i32.const 3)))
          (local.set $x (i32.add (local.get $x) (i32.const 1)))
          (br_if $pixels (i32.lt_u (local.get $x) (local.get $width))))
        (local.set $from (i32.add (local.get $from) (i32.shl (local.get $length) (i32.const 1))))
        (local.set $to (i32.add (local.get $to) (local.get $toBelow)))
        (local.set $y (i32.add (local.get $y) (i32.const 2)))
        (br $rows))))

  ;; Rows of one channel: a row of `length` bytes becomes `width` pixels.
  (func (export "greyRows")
    (param $from i32) (param $to i32) (param $height i32) (param $length i32) (param $width i32)
    (param $first i32) (param $count i32) (param $lows i32) (param $highs i32) (param $most i32)
    (local $y i32) (local $x i32) (local $at i32) (local $weight i32) (local $tap i32) (local $taps i32)
    (local $apart i32)
    (local $low v128) (local $high v128) (local $eight v128)
    (local.set $apart (i32.sub (local.get $highs) (local.get $lows)))
    (block $done
      (loop $rows
        (br_if $done (i32.ge_u (local.get $y) (local.get $height)))
        (local.set $x (i32.const 0))
        (loop $pixels
          (local.set $at
            (i32.add
              (local.get $from)
              (i32.load (i32.add (local.get $first) (i32.shl (local.get $x) (i32.const 2))))))
          (local.set $taps (i32.load (i32.add (local.get $count) (i32.shl (local.get $x) (i32.const 2)))))
          (local.set $weight
            (i32.add (local.get $lows) (i32.shl (i32.mul (local.get $x) (local.get $most)) (i32.const 1))))
          (local.set $low (v128.const i32x4 0 0 0 0))
          (local.set $high (v128.const i32x4 0 0 0 0))
          (local.set $tap (i32.const 0))
          (loop $next
            (local.set $eight (v128.load8x8_u (local.get $at)))
            (local.set $low
              (i32x4.add
                (local.get $low)
                (i32x4.dot_i16x8_s (local.get $eight) (v128.load (local.get $weight)))))
            (local.set $high
              (i32x4.add
                (local.get $high)
                (i32x4.dot_i16x8_s
                  (local.get $eight)
                  (v128.load (i32.add (local.get $weight) (local.get $apart))))))
            (local.set $at (i32.add (local.get $at) (i32.const 8)))
            (local.set $weight (i32.add (local.get $weight) (i32.const 16)))
            (local.set $tap (i32.add (local.get $tap) (i32.const 8)))
            (br_if $next (i32.lt_u (local.get $tap) (local.get $taps))))
          ;; The four sums of each part become one.
          (local.set $low
            (i32x4.add
              (local.get $low)
              (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $low) (local.get $low))))
          (local.set $low
            (i32x4.add
              (local.get $low)
              (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $low) (local.get $low))))
          (local.set $high
            (i32x4.add
              (local.get $high)
              (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $high) (local.get $high))))
          (local.set $high
            (i32x4.add
              (local.get $high)
              (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $high) (local.get $high))))
          (local.set $low (call $finish (local.get $low) (local.get $high)))
          (local.set $low (i16x8.narrow_i32x4_s (local.get $low) (local.get $low)))
          (v128.store8_lane 0
            (local.get $to)
            (i8x16.narrow_i16x8_u (local.get $low) (local.get $low)))
          (local.set $to (i32.add (local.get $to) (i32.const 1)))
          (local.set $x (i32.add (local.get $x) (i32.const 1)))
          (br_if $pixels (i32.lt_u (local.get $x) (local.get $width))))
        (local.set $from (i32.add (local.get $from) (local.get $length)))
        (local.set $y (i32.add (local.get $y) (i32.const 1)))
        (br $rows))))

  ;; Columns: rows of `length` bytes are summed into `height` rows, 16 bytes side by side and two rows at once. What is
  ;; written behind the end of a row is written over by the next one.
  (func (export "columns")
    (param $from i32) (param $to i32) (param $height i32) (param $length i32)
    (param $first i32) (param $count i32) (param $lows i32) (param $highs i32) (param $most i32)
    (local $y i32) (local $x i32) (local $at i32) (local $start i32) (local $weight i32) (local $tap i32)
    (local $taps i32) (local $apart i32) (local $weights i32)
    (local $upper v128) (local $lower v128) (local $left v128) (local $right v128)
    (local $lowPart v128) (local $highPart v128)
    (local $low0 v128) (local $low1 v128) (local $low2 v128) (local $low3 v128)
    (local $high0 v128) (local $high1 v128) (local $high2 v128) (local $high3 v128)
    (local.set $apart (i32.sub (local.get $highs) (local.get $lows)))
    (block $done
      (loop $rows
        (br_if $done (i32.ge_u (local.get $y) (local.get $height)))
        (local.set $start
          (i32.add
            (local.get $from)
            (i32.mul
              (i32.load (i32.add (local.get $first) (i32.shl (local.get $y) (i32.const 2))))
              (local.get $length))))
        (local.set $taps (i32.load (i32.add (local.get $count) (i32.shl (local.get $y) (i32.const 2)))))
        (local.set $weights
          (i32.add (local.get $lows) (i32.shl (i32.mul (local.get $y) (local.get $most)) (i32.const 1))))
        (local.set $x (i32.const 0))
        (loop $blocks
          (local.set $at (i32.add (local.get $start) (local.get $x)))
          (local.set $weight (local.get $weights))
          (local.set $low0 (v128.const i32x4 0 0 0 0))
          (local.set $low1 (v128.const i32x4 0 0 0 0))
          (local.set $low2 (v128.const i32x4 0 0 0 0))
          (local.set $low3 (v128.const i32x4 0 0 0 0))
          (local.set $high0 (v128.const i32x4 0 0 0 0))
          (local.set $high1 (v128.const i32x4 0 0 0 0))
          (local.set $high2 (v128.const i32x4 0 0 0 0))
          (local.set $high3 (v128.const i32x4 0 0 0 0))
          (local.set $tap (i32.const 0))
          (loop $two
            (local.set $upper (v128.load (local.get $at)))
            (local.set $lower (v128.load (i32.add (local.get $at) (local.get $length))))
            (local.set $lowPart (v128.load32_splat (local.get $weight)))
            (local.set $highPart (v128.load32_splat (i32.add (local.get $weight) (local.get $apart))))
            ;; A byte of the upper row beside that of the lower one, each in 16 bits.
            (local.set $left
              (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $upper) (local.get $lower)))
            (local.set $right
              (i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31 (local.get $upper) (local.get $lower)))
            (local.set $upper (i16x8.extend_low_i8x16_u (local.get $left)))
            (local.set $low0
              (i32x4.add (local.get $low0) (i32x4.dot_i16x8_s (local.get $upper) (local.get $lowPart))))
            (local.set $high0
              (i32x4.add (local.get $high0) (i32x4.dot_i16x8_s (local.get $upper) (local.get $highPart))))
            (local.set $upper (i16x8.extend_high_i8x16_u (local.get $left)))
            (local.set $low1
              (i32x4.add (local.get $low1) (i32x4.dot_i16x8_s (local.get $upper) (local.get $lowPart))))
            (local.set $high1
              (i32x4.add (local.get $high1) (i32x4.dot_i16x8_s (local.get $upper) (local.get $highPart))))
            (local.set $upper (i16x8.extend_low_i8x16_u (local.get $right)))
            (local.set $low2
              (i32x4.add (local.get $low2) (i32x4.dot_i16x8_s (local.get $upper) (local.get $lowPart))))
            (local.set $high2
              (i32x4.add (local.get $high2) (i32x4.dot_i16x8_s (local.get $upper) (local.get $highPart))))
            (local.set $upper (i16x8.extend_high_i8x16_u (local.get $right)))
            (local.set $low3
              (i32x4.add (local.get $low3) (i32x4.dot_i16x8_s (local.get $upper) (local.get $lowPart))))
            (local.set $high3
              (i32x4.add (local.get $high3) (i32x4.dot_i16x8_s (local.get $upper) (local.get $highPart))))
            (local.set $at (i32.add (local.get $at) (i32.shl (local.get $length) (i32.const 1))))
            (local.set $weight (i32.add (local.get $weight) (i32.const 4)))
            (local.set $tap (i32.add (local.get $tap) (i32.const 2)))
            (br_if $two (i32.lt_u (local.get $tap) (local.get $taps))))
          (v128.store
            (i32.add (local.get $to) (local.get $x))
            (i8x16.narrow_i16x8_u
              (i16x8.narrow_i32x4_s
                (call $finish (local.get $low0) (local.get $high0))
                (call $finish (local.get $low1) (local.get $high1)))
              (i16x8.narrow_i32x4_s
                (call $finish (local.get $low2) (local.get $high2))
                (call $finish (local.get $low3) (local.get $high3)))))
          (local.set $x (i32.add (local.get $x) (i32.const 16)))
          (br_if $blocks (i32.lt_u (local.get $x) (local.get $length))))
        (local.set $to (i32.add (local.get $to) (local.get $length)))
        (local.set $y (i32.add (local.get $y) (i32.const 1)))
        (br $rows)))))
