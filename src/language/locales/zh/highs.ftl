# HiGHS 求解器的结局
highs-died-signal = HiGHS 被信号 { $signal } 终止（多因内存不足）；其此前已得到的结果及其他已知结果仍然有效
highs-died = HiGHS 意外终止；其此前已得到的结果及其他已知结果仍然有效
highs-stalled = HiGHS 未按要求停止，已被强行结束；其此前已得到的结果及其他已知结果仍然有效
highs-garbled = HiGHS 的输出无法识别；其余已知结果仍然有效
highs-refused = HiGHS 自身报错退出；其余已知结果仍然有效
